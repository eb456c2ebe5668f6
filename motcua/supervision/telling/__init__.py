"""How dossiers are told to people: in Vietnamese and in English, by the same words everywhere."""
