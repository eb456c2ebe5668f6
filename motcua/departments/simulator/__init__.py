"""A real HTTP server that plays any number of departments' systems, well-behaved or not, as it is told."""
