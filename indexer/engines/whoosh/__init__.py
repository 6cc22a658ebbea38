"""The engine in pure Python, which runs wherever Python runs."""
