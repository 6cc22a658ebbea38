"""Names of every article of a generation, in files beside those of the forward index."""
