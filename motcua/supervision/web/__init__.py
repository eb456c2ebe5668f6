"""Pages for people: rendered here, in Vietnamese and English, useful without a script."""
