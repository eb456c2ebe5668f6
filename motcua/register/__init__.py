"""The register: what is stored about dossiers, and the read side of everything."""
