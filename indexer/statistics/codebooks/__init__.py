"""Labels with queries of any length, and how they agree with codes by hand."""
