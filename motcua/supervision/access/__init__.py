"""Who is asking, what they may do and see, and how they came in."""
