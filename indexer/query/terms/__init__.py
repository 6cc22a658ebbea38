"""From the words of a query to terms: what satisfies each of them."""
