"""A played identity provider: real OpenID Connect, invented persons, on this machine only."""
