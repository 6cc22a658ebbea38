"""Where the tests find the project and its data."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
SEEDS = ROOT / "seeds"
SHARED = Path(os.environ.get("KNIPSEL_DATA", ROOT.parent / "shared"))
"""Archives and judgements that not every machine has: tests that need them skip without."""

WITHOUT_SEGMENTS = "tantivy without its compiled writer"
"""What the fixture `engine` takes for the engine as it is where no kernel was compiled."""
