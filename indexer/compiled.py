"""The compiled kernel, where it was built. Whoever asks for it does the same without it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import ModuleType

_INTERFACE = 49  # counts up, here and in kernel/src/lib.rs, with what the kernel takes or gives


@cache
def compiled() -> ModuleType | None:
    """Return the compiled kernel; None where it was not built, or is of another version."""
    try:
        kernel = import_module("indexer._kernel")
    except ImportError:
        return None
    return kernel if getattr(kernel, "INTERFACE", 1) == _INTERFACE else None
