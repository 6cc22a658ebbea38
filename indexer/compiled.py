"""The compiled kernel, where it was built. Whoever asks for it does the same without it."""

from __future__ import annotations

from functools import cache
from types import ModuleType

_INTERFACE = 32  # counts up, here and in kernel/src/lib.rs, with what the kernel takes or gives


@cache
def compiled() -> ModuleType | None:
    """Return the compiled kernel; None where it was not built, or is of another version."""
    try:
        from indexer import _kernel  # noqa: PLC0415 - who only searches does not need it
    except ImportError:
        return None
    return _kernel if getattr(_kernel, "INTERFACE", 1) == _INTERFACE else None
