"""The HTTP API: what agency systems, officers and supervisors use over the network."""
