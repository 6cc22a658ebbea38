"""What stands around the text of an article: its title, the day, who wrote it."""
