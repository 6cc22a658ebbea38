"""From what the user typed to the node tree that engines run."""
