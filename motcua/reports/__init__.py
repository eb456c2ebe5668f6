"""What reports say: figures from counts, their identities, rates and scores, and the files they are handed out as."""
