"""Compiles the word lists in `indexer/analysis/data`; not part of the installed package."""

from pathlib import Path

DATA = Path(__file__).parents[1] / "indexer" / "analysis" / "data"
"""Where the analysis reads its word lists, compiled ones and tables alike."""
