"""Following what changes: folders, feeds, and alerts for new articles."""
