"""Word lists and lexicons of the Dutch analysis, and the scripts that compile them."""

from pathlib import Path

FOLDER = Path(__file__).parent
"""Where they lie. `importlib.resources` would say the same, for 5 ms of every start."""
