"""The default engine: embedded and native."""
