"""Sheets: what the readers of spreadsheets share."""
