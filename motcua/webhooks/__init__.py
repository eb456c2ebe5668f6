"""Subscribers to what happens to dossiers: who they are, what they are told as CloudEvents, how it is sent."""
