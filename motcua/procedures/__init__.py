"""Procedure definitions, their versions, the proof-reader and the catalogue. Pure."""
