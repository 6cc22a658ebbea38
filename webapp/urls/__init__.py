"""Reads and writes the addresses of pages."""
