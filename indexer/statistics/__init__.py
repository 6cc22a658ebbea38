"""Figures over results: counts per period, and concordances."""
