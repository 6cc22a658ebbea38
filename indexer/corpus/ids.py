"""Ids: which texts tell an article from others, and which do so wherever they stand."""

from __future__ import annotations

import re

# What programs write where there is no value: pandas, JavaScript, SQL, Excel in both languages.
_NO_VALUES = frozenset(
    {
        *("nan", "none", "null", "nil", "n/a", "#n/a", "na", "<na>", "nat", "undefined"),
        *("#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#spill!", "#calc!"),
        *("#n/b", "#verw!", "#waarde!", "#naam?", "#deel/0!", "#leeg!", "#getal!"),
    }
)
_LONGEST_NO_VALUE = max(map(len, _NO_VALUES))

_GLOBAL = re.compile(
    r"""
      https?://[^/?#]+[/?#]+[^/?#].*   # an address; that of a whole site tells no articles apart
    | (?:urn|tag|doi|info):.+          # RFC 8141, RFC 4151
    | 10\.\d{4,9}/\S+                 # a DOI without its scheme
    | \{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?    # a UUID, RFC 9562
    | (?=\d*[a-f])(?=[a-f]*\d)(?:[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})
                                       # an ObjectId of MongoDB, a UUID without hyphens, a hash
    | [^\s@]+@[^\s@]+\.[^\s@]+         # the Message-ID of a mail, RFC 5322
    | [a-z][a-z0-9]{5}00(?:19|20)\d{6}[0-9a-z]{8,9}        # the accession number of Factiva
    | [a-z]+\d*:\d+:mpeg21:.+          # an identifier of Delpher
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_OBJECT_ID = re.compile(r"ObjectId\([\"']?([0-9a-f]{24})[\"']?\)", re.IGNORECASE)
_FLOAT = re.compile(r"(-?\d+)\.0+", re.ASCII)
_SITE = re.compile(
    r"https?://[^/?#]*/*(?:(?:index|default|home)\.[a-z]{3,5})?(?:\?(?:utm_[^#]*)?)?#?",
    re.IGNORECASE,
)
# The UUIDs of nothing and the hashes of an empty text (MD5, SHA-1, SHA-256), as programs write
# where they have none.
_OF_NOTHING = re.compile(
    r"""
      (?:urn:uuid:)?\{?(?:0{8}-(?:0{4}-){3}0{12}|f{8}-(?:f{4}-){3}f{12})\}?
    | d41d8cd98f00b204e9800998ecf8427e | da39a3ee5e6b4b0d3255bfef95601890afd80709
    | e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    """,
    re.IGNORECASE | re.VERBOSE,
)


def given_value(text: str) -> str:
    """Return the text of an id or an address, "" for what programs write in place of none."""
    is_short = len(text) <= _LONGEST_NO_VALUE  # folding makes no text shorter
    return "" if is_short and text.casefold() in _NO_VALUES else text


def given_id(text: str) -> str:
    """Return the text of an id that is given; a whole number that was stored as a float, as it was.

    Spreadsheets and pandas make floats of the numbers in a column where some are missing; in tables
    MongoDB says what it is.
    """
    whole = _FLOAT.fullmatch(text) or _OBJECT_ID.fullmatch(text)
    return whole[1] if whole else text


def id_of_address(address: str) -> str:
    """Return an address as an id, "" for that of a whole site, which many articles may have."""
    return "" if _SITE.fullmatch(address) else address


def is_global(id_: str) -> bool:
    """Say whether an id means the same article whatever file it stands in.

    So do addresses, URNs, tags, DOIs, UUIDs, ObjectIds, hashes, and the ids of messages, of Factiva
    and of Delpher; not the address of a whole site, nor what programs make of nothing.
    """
    if _GLOBAL.fullmatch(id_) is None:
        return False
    return _SITE.fullmatch(id_) is None and _OF_NOTHING.fullmatch(id_) is None
