"""Queries out: from a request to a page of ranked results."""
