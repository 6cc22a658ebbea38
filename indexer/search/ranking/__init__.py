"""How well an article answers: what counts, what it is worth, how it is added up."""
