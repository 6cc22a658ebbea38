"""The media types of what the page and the API send."""

from __future__ import annotations

from indexer.output.atom import MEDIA_TYPE as ATOM

JSON = "application/json"
PROBLEM = "application/problem+json"
HTML = "text/html"
CSV = "text/csv"
JSONL = "application/jsonl"
RIS = "application/x-research-info-systems"
TEXT = "text/plain"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
BIBTEX = "application/x-bibtex"
OPENSEARCH = "application/opensearchdescription+xml"
SUGGESTIONS = "application/x-suggestions+json"

CITATIONS = {"text": (TEXT, "txt"), "ris": (RIS, "ris"), "bibtex": (BIBTEX, "bib")}
"""The forms of a reference, each with its media type and the suffix of its file."""
SELECTION_CITATIONS = {
    "txt": TEXT, "bib": BIBTEX, "ris": RIS, "datacite.json": JSON,
}  # fmt: skip
"""The media type of a reference to a selection, by the suffix of its file."""

__all__ = [
    "ATOM", "BIBTEX", "CITATIONS", "CSV", "HTML", "JSON", "JSONL", "OPENSEARCH", "PARQUET",
    "PROBLEM", "RIS", "SELECTION_CITATIONS", "SUGGESTIONS", "TEXT", "XLSX",
]  # fmt: skip
