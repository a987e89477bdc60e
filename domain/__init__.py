"""The nouns: frozen records and their states, standard library alone."""
