"""The national public service portal: what it is told of each dossier, and how it is spoken to."""
