"""The official slips and letters: which fact issues which, what they say, and their printed page."""
