"""The summary of a run: what was noted, passed over and skipped, one line a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.reports import BuildReport, Reason

_MAX_FORMS = 8


def summary_lines(report: BuildReport) -> Iterator[str]:
    """Yield the notes and then what was skipped, each reason with its places."""
    yield from _reason_lines("note", report.notes)
    if report.passed_over:
        yield passed_over_line(report.passed_over)
    yield from _reason_lines("skipped", report.skips)


def _reason_lines(word: str, reasons: Sequence[Reason]) -> Iterator[str]:
    for reason in reasons:
        if reason.count == 1:
            yield f"{word} {reason.places[0]}: {reason}" if reason.places[0] else f"{word} {reason}"
            continue
        files = f" in {reason.files:,} files" if 1 < reason.files < reason.count else ""
        yield f"{word} {reason.count:,}{files}: {reason}"
        yield from (f"  {place}" for place in reason.places if place)
        if left := reason.count - len(reason.places):
            yield f"  and {left:,} more"


def passed_over_line(forms: dict[str, int]) -> str:
    """Return how many files hold no articles, by the ends of their names."""
    count = sum(forms.values())
    named = ", ".join(f"{number:,} {form}" for form, number in list(forms.items())[:_MAX_FORMS])
    others = ", and others" if len(forms) > _MAX_FORMS else ""
    return f"passed over {count:,} file{'s' if count > 1 else ''} of other formats: {named}{others}"
