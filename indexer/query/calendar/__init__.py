"""Days that have a name, and weeks that have a number: when they are, and how they are typed."""
