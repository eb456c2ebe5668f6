"""What supervisors, officers and agency systems use: queries, HTTP API and command line."""
