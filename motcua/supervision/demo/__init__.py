"""The product doing its work, through its public HTTP API only."""
