"""Names of persons, places and organisations: found in an article, typed by usage, and joined."""
