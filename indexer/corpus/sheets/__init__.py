"""Workbooks: what their readers need beside the values of cells."""
