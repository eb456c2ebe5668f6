"""Other agencies' systems: the port, its adapters, and the simulator."""
