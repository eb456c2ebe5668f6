"""The supervisor's question: asked, sealed, answered the same way for API, page and command line."""
