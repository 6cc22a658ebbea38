"""Downloads of newspaper databases, in which one file holds many articles."""
