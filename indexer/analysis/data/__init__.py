"""Word lists and lexicons of the Dutch analysis, and the scripts that compile them."""
