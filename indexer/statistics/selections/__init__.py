"""Selections that last: saved, run again, packaged."""
