"""The commands that count: exact figures over any selection."""
