"""The engines: each stores analysed documents and runs node trees, by one protocol."""
