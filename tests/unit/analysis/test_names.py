"""Spellings of one foreign name share a key; names that only look alike do not."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.aliases import Aliases
from indexer.analysis.fold import fold
from indexer.analysis.names import keys, name_keys
from tests.paths import GOLDEN, ROOT

GOLDEN = GOLDEN / "names.tsv"


def unknown(folded: str) -> bool:
    return False


def dictionary(folded: str) -> bool:
    return True


def meet(a: str, b: str) -> bool:
    return not set(keys(a, unknown)).isdisjoint(keys(b, unknown))


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ("Zelenski", "Zelenskyy", "the endings -ski, -sky, -skyy, -skyj are one"),
        ("Poetin", "Putin", "Dutch oe is u"),
        ("Chroesjtsjov", "Khrushchev", "ch is kh, sj is sh, sjtsj is shch, Russian ё is o or e"),
        ("Gorbatsjov", "Gorbatschow", "German tsch and w"),
        ("Prigozjin", "Prigozhin", "zj is zh"),
        ("Jeltsin", "Yeltsin", "j is y"),
        ("Matvijenko", "Matvienko", "the glide between vowels is optional"),
        ("Milošević", "Milosevitsj", "haceks, Dutch letters"),
        ("Milosevic", "Milosevitsj", "no haceks, Dutch letters"),
        ("Erdoğan", "Erdogan", "Turkish diacritics"),
        ("Hoessein", "Husayn", "oe is u, ei is ay"),
        ("Rachid", "Rasjid", "French ch is sj"),
        ("Chalid", "Khalid", "Dutch ch is kh"),
        ("Mahmoud", "Mahmoed", "French ou is oe"),
        ("Assad", "Asad", "a doubled consonant"),
        ("Kadaffi", "Qadhafi", "by the list: no rule makes them alike"),
        ("Kyiv", "Kiev", "by the list"),
        ("al-Assad", "Assad", "the Arabic article"),
        ("Zelensky's", "Zelenski", "the Dutch possessive"),
        ("Gorbatsjovs", "Gorbachev", "the Dutch genitive"),
        ("zelensky", "Zelenski", "a query in lower case"),
        ("Clara", "Klara", "c is k"),
        ("Monica", "Monika", "c is k at the end, too"),
        ("Djibril", "Jibril", "dj is j before i"),
        ("Abdullah", "Abdulah", "a doubled consonant in a long name"),
        ("Katharina", "Katarina", "an h after a t"),
        ("Bhutto", "Butto", "an h after a b"),
        ("Yassin", "Yasin", "ss between vowels"),
        ("Mustapha", "Mustafa", "ph is f in a long name"),
        ("Khartoem", "Kartoem", "kh is k where nothing else is English"),
    ],
)
def test_spellings_of_one_name_share_a_key(a: str, b: str, why: str) -> None:
    assert meet(a, b), why


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ("Jansen", "Jensen", "different vowels"),
        ("Jansen", "Janssen", "Dutch surnames with a schwa are told apart to the letter"),
        ("Peters", "Pieters", "ie is not e"),
        ("Baker", "Bakker", "a doubled consonant before a schwa tells the vowel"),
        ("Bouma", "Buma", "Frisian surnames: ou is not oe"),
        ("Couperus", "Cuperus", "Latinised surnames"),
        ("Hoekstra", "Hukstra", "Frisian surnames: oe is not u"),
        ("Wijnaldum", "Winaldum", "ij is a vowel of its own"),
        ("Chan", "Khan", "a short Chinese name is not kh"),
        ("Zhang", "Zang", "zh is not z"),
        ("Sara", "Sarah", "first names that differ"),
        ("Anna", "Ana", "first names that differ"),
        ("Sylvia", "Silvia", "y is not i where nothing is foreign"),
        ("Marja", "Maria", "j is not i in a short name"),
        ("Robin", "Robbin", "first names that differ"),
        ("Medvedev", "Medvedeva", "a woman's name is another person"),
        ("Orban", "Urban", "o is not u"),
        ("Merkel", "merken", "a name and a verb"),
    ],
)
def test_names_that_look_alike_stay_apart(a: str, b: str, why: str) -> None:
    assert not meet(a, b), why


def test_a_dictionary_word_has_no_key() -> None:
    assert keys("kapitaal", lambda folded: folded == "kapitaal") == ()
    assert keys("kapitaal", unknown) == ("KAPITAAL",)


def test_a_listed_name_has_its_key_even_when_a_dictionary_has_it() -> None:
    assert keys("Mohammed", dictionary) == ("MOHAMMED",)


@pytest.mark.parametrize("word", ["", "1999", "F-16", "H&M", "Xi", "'s", "al-", "’"])
def test_what_is_no_name_has_no_key(word: str) -> None:
    assert keys(word, unknown) == ()


def test_two_readings_of_ch_give_two_keys_the_dutch_one_first() -> None:
    assert name_keys("Bachar") == ("BAXAR", "BAČAR", "BAŠAR")


def test_evidence_of_the_spelling_system_leaves_one_reading() -> None:
    assert name_keys("Khrushchev") == name_keys("Chroesjtsjov") == ("XRUŠČOV",)


def golden(wanted: str) -> list[tuple[str, str]]:
    with GOLDEN.open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return [(row["a"], row["b"]) for row in rows if row["meet"] == wanted]


def test_nineteen_in_twenty_golden_pairs_of_one_name_meet() -> None:
    pairs = golden("yes")
    assert sum(meet(a, b) for a, b in pairs) >= 0.95 * len(pairs)


def test_under_two_in_a_hundred_golden_pairs_of_different_names_meet() -> None:
    pairs = golden("no")
    assert sum(meet(a, b) for a, b in pairs) < 0.02 * len(pairs)


@given(st.text(alphabet=st.characters(categories=["L", "M", "N", "P"]), max_size=40))
def test_keys_are_terms_that_no_folded_word_equals(word: str) -> None:
    """A key has no white space and is never in lower case."""
    for key in keys(word, unknown):
        assert key
        assert not any(c.isspace() for c in key)
        assert fold(key) != key or not key.isascii()


@given(st.from_regex(r"[A-Za-z]{1,20}", fullmatch=True))
def test_case_does_not_matter(word: str) -> None:
    assert keys(word.upper(), unknown) == keys(word.lower(), unknown)


@pytest.mark.parametrize("unit", ["a", "e", "ij", "oe", "sj", "ch", "el", "aiy", "ŠČ", "ann"])
def test_a_word_of_any_length_is_read(unit: str) -> None:
    """No rule backtracks: 20,000 letters would take hours if one did."""
    for ending in ("", "k", "ov", "ah"):
        assert isinstance(name_keys((unit * 20_000)[:20_000] + ending), tuple)


class TestAliases:
    """Other names for the same thing."""

    aliases = Aliases.parse(
        [
            "Verenigde Staten|=VS|USA\tsource",
            "Openbaar Ministerie|<OM\tsource",
            "Peking|Beijing\tsource",
        ]
    )

    def test_each_name_of_a_group_gives_the_others(self) -> None:
        found = self.aliases.variants(("verenigde", "staten"), ("Verenigde", "Staten"))
        assert found == (("vs",), ("usa",))

    def test_a_name_that_is_also_a_word_is_meant_only_in_capitals(self) -> None:
        assert self.aliases.variants(("vs",), ("vs",)) == ()
        assert ("verenigde", "staten") in self.aliases.variants(("vs",), ("VS",))

    def test_a_name_that_the_index_cannot_tell_from_a_word_is_never_given(self) -> None:
        assert self.aliases.variants(("openbaar", "ministerie"), ("openbaar", "ministerie")) == ()
        assert self.aliases.variants(("om",), ("OM",)) == (("openbaar", "ministerie"),)

    def test_what_is_in_no_group_has_no_variants(self) -> None:
        assert self.aliases.variants(("fiets",), ("fiets",)) == ()

    def test_single_words_share_a_key(self) -> None:
        assert self.aliases.spellings == {"peking": "PEKING", "beijing": "PEKING"}

    def test_the_longest_name_that_begins_with_a_word_is_counted_in_words(self) -> None:
        assert self.aliases.longest["verenigde"] == 2
        assert self.aliases.longest["vs"] == 1

    def test_a_name_in_two_groups_is_refused(self) -> None:
        with pytest.raises(ValueError, match="'Peking' stands in two groups"):
            Aliases.parse(["Peking|Beijing\tsource", "Peking|Nanking\tsource"])


def test_every_listed_group_has_two_names_and_a_source() -> None:
    path = ROOT / "indexer" / "analysis" / "data" / "aliases.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        names, source = line.split("\t")
        assert "|" in names
        assert source


@pytest.mark.parametrize(
    ("one", "other"), [("Carel", "Karel"), ("Wietse", "Wytse"), ("Gorbatsjov", "Gorbachev")]
)
def test_listed_spellings_of_one_name_find_each_other(one: str, other: str) -> None:
    listed = Aliases.load()
    for typed, wanted in ((one, other), (other, one)):
        assert (fold(wanted),) in listed.variants((fold(typed),), (typed,))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Philip", "Filip"), ("Elisabeth", "Elizabeth"), ("Sofia", "Sophia"), ("Nienke", "Nynke")],
)
def test_names_that_are_mostly_of_other_people_are_not_listed(one: str, other: str) -> None:
    assert (fold(other),) not in Aliases.load().variants((fold(one),), (one,))


@pytest.mark.parametrize(
    ("typed", "variant"),
    [
        ("VN", "verenigde naties"),
        ("Verenigde Naties", "vn"),
        ("Den Bosch", "shertogenbosch"),
        ("NAVO", "nato"),
        ("Wit-Rusland", "belarus"),
    ],
)
def test_newspapers_other_names_are_listed(typed: str, variant: str) -> None:
    words = tuple(typed.split())
    variants = Aliases.load().variants(tuple(map(fold, words)), words)
    assert tuple(variant.split()) in variants
