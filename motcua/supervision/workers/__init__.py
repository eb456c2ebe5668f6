"""The making of each kind of worker: what it serves, on which queue, with how much at a time."""
