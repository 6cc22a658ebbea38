"""The distributed engine: an OpenSearch cluster."""
