"""What is done to the world."""
