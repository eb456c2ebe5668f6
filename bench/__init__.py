"""Benchmark programs: our dossier beside the bare floor, our calendar beside numpy's and pandas'."""
