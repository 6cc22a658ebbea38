"""Serving the application: processes, connections, logs and measurements."""
