"""The dossier: commands, facts, decide and evolve. No clock, no storage, no Temporal."""
