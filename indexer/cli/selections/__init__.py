"""The commands that keep a selection: save it, run it again, cite it, export it."""
