"""What is pasted into a query, rather than typed: addresses of articles."""
