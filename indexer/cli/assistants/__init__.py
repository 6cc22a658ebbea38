"""The archive for assistants: the Model Context Protocol."""
