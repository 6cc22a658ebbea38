"""A reader for each format: from an opened file to its articles."""
