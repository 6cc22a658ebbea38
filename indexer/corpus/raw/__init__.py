"""What the bytes of a file are: how they are packed, of which format, in which encoding."""
