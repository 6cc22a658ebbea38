"""Where an index lives, and what commits it."""
