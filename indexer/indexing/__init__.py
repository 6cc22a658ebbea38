"""Articles in: one build, from files to a committed generation."""
