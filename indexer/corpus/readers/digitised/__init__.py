"""Digitised papers: text that was recognised on scans, with the place of each word."""
