"""Where a query hits a text, and the passages shown."""
