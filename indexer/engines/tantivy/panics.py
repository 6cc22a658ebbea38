"""Tantivy's panics, made ordinary errors: as Rust's bindings raise them they are no Exception."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from inspect import isfunction, isgeneratorfunction
from typing import Any, TypeVar

_Class = TypeVar("_Class", bound=type)


def panics_are_errors(of: _Class) -> _Class:
    """Make each public method of a class raise RuntimeError if Tantivy panics in it."""
    for name, method in list(vars(of).items()):
        if isfunction(method) and not name.startswith("_"):
            guarded = _iterator if isgeneratorfunction(method) else panic_is_error
            setattr(of, name, guarded(method))
    return of


def panic_is_error(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that raises RuntimeError if Tantivy panics in this one."""

    @wraps(method)
    def guarded(*given: Any, **named: Any) -> Any:
        try:
            return method(*given, **named)
        except BaseException as error:
            if _is_panic(error):
                raise RuntimeError(f"Tantivy failed: {error}") from error
            raise

    return guarded


def _iterator(method: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    @wraps(method)
    def guarded(*given: Any, **named: Any) -> Iterator[Any]:
        try:
            yield from method(*given, **named)
        except BaseException as error:
            if _is_panic(error):
                raise RuntimeError(f"Tantivy failed: {error}") from error
            raise

    return guarded


def _is_panic(error: BaseException) -> bool:
    """Return whether this is a panic; its class is made at run time and cannot be imported."""
    return type(error).__name__ == "PanicException"
