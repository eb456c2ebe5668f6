"""The national portal as the simulator plays it: it checks every message strictly and answers in its own codes."""
