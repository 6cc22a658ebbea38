"""PDF: the lines of its pages, what they are, and the words that are broken at their ends."""
