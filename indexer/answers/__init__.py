"""What an archive answers with, beside pages of results: figures, offers, streams."""
