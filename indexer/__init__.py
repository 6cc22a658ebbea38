"""Knipsel: a search engine for Dutch news archives."""

__version__ = "0.1.0"
