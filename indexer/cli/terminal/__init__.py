"""What the command line does on a terminal alone: facets in a line, a pager, completion."""
