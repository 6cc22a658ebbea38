"""Names: keys under which the spellings of one foreign name meet (Poetin, Putin).

A word is read letter group by letter group into sounds, in each spelling system it can be in: Dutch
(oe, sj, tsj, zj, ch, j), English (u, sh, ch, zh, kh, y) or French (ou, ch, dj). Only what sounds
foreign gets such a key. That is judged by the sounds, so all spellings of a name are judged alike.
Keys are in capitals: no key equals a folded word.

Sources: for Cyrillic the Dutch transcription (Onze Taal, "Sotsji / Sochi", after J. Schaeken,
Transliteratie van het cyrillische alfabet, 2011), BGN/PCGN 1947 and ISO 9; for Arabic, which has no
Dutch standard, what papers print side by side (VRT Taal, "transcriptie uit het Arabisch": English
spelling, French for the Maghreb).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product

from indexer.analysis.aliases import Aliases
from indexer.analysis.fold import fold
from indexer.compiled import compiled
from indexer.later import expression

_MIN_LETTERS = 4
# The Arabic article before a hyphen, and the Dutch possessive: al-Assad, Zelensky's.
_AROUND = expression(r"^(?:al|el)[-\u2010\u2011]|['’‘ʼ`´]s?$", re.IGNORECASE)
_LONGEST = 10  # letters of a name that looks like a compound
_LATIN = ("um", "us")
_LONG = 6  # letters of a name whose first ch may be kh: Charkov is Kharkov, but Chan is not Khan

_SOUNDS = {
    **dict.fromkeys(("shch", "sjtsj", "stsj", "schtsch", "szcz"), "ŠČ"),
    **dict.fromkeys(("tsj", "tch", "tsch", "tsh", "cz"), "Č"),
    **dict.fromkeys(("dzj", "dzh", "dsch", "dj"), "DŽ"),
    **dict.fromkeys(("zj", "zh"), "Ž"),
    **dict.fromkeys(("sj", "sh"), "Š"),
    **dict.fromkeys(("oe", "ou"), "U"),
    "oevsk": "OEVSK",  # Dostoevsky: no Dutch spelling has these letters
    "kh": "X",
    "q": "K",
    "tz": "TS",
    "y": "I",
    "j": "I",
}
_IN_CONTEXT = {"ij": "Ĳ", "gh": "G", "dh": "D", "dje": "DE", "x": "KS", "ou": "W", "sch": "Š"}
_GROUP = expression(
    r"(?P<context>ij(?=[^aeiouyj])|gh(?=[adiou])(?!an$)|dh|dje(?=v)|x(?=.)"
    r"|(?<=[aeiou])sch(?=a$)"  # German for sh: Mischa, Sascha
    # French for w: Ouattara, Anouar, Moussaoui; but Edouard is Eduard.
    r"|^ou(?=[aei])|(?<=a)ou(?=a|i$)|(?:(?<=[aeiou][^aeiou])|(?<=[aeiou][^aeiou]{2}))ou(?=a(?!rd)))|(?P<ch>ch)|(?P<j>j(?=[aou]|e.)|(?<![aeiouyj])j(?=i[^aeiou]))"
    r"|(?P<y>y(?=[aeou]))|(?P<last_y>(?<=[^aeiou])y$)|(?P<mid_y>(?<=[^aeiouy])y(?=[^aeiouyj]))|"
    + "|".join(sorted(_SOUNDS, key=len, reverse=True))
    + "|[abefhlmnpruvw]+|."  # letters that begin no group, as many as there are
)

# Diacritics that tell a sound, in the Latin alphabets of the Balkans, Czech, Turkish and Romanian.
_MARKED = str.maketrans({**dict.fromkeys("čćç", "Č"), **dict.fromkeys("šşș", "Š"), "ž": "Ž"})

_DUTCH = expression(r"oe(?!vsk)|sj|zj")
_ENGLISH = expression(r"sh|kh|zh|sky$")
_SOFT_CH = expression(r"(?<!s)ch(?=[aeiouylrmnvk])|..[iy]ch$")
_FRENCH_CH = expression(r"cha[dfhikmo]|chou")  # of the Maghreb: Chafik, Chouaib
_LAST_YA = expression(r"[^aeiou]+[aeiou]+[^aeiouy]+ya")

_AFTER_DOUBLED = (
    "A.|U(?!M$)|EI|(?<=[AU]..)I[BDFKLMNRST]$|(?<=USS)(?:A|EF)$|(?<=[AEIOU]{2}(?:SS|ZZ))A$"
)
# Applied to the sounds in this order; each makes the spellings beside it alike.
_ALIKE = tuple(
    (expression(pattern), sound)
    for pattern, sound in (
        (r"(?<=...[OE])(?:W(?=A?$)|FF$)", "V"),  # Rostow, Rachmaninoff: Rostov
        (r"W(?=SK|I[ČŠ]|.{0,6}(?:[OE]VA?|SKI|SKAI?A|ENKO)$)", "V"),  # Medwedew, Malewitsch
        (r"^W(?=LAD|OLOD)", "V"),  # Wladiwostok, Wolodin
        (r"SX(?=.{0,9}(?:ENKO|[OE]VA?|IČ)$)", "Š"),  # Poroschenko: Porosjenko
        (r"I+(?=I)", ""),  # Kyjiv, Avdijivka
        (r"IY(?=[AEOU])", "I"),  # Matvijenko: Matvienko
        (r"^YE(?=[FKRV]|LT|LEN)", "E"),  # Jeltsin, Yeltsin: Eltsin
        (r"(?<=[AEIOU])Y(?=E)", ""),  # Dostojevski: Dostoevsky
        (r"(?<=[^AEIOUY])Y(?=E.)", ""),  # Medvedjev: Medvedev
        (r"^([^AEIOU]*[AEIOU][^AEIOU]+)Y(?=[AO]N?$)", r"\1J"),  # but Marja is not Maria
        (r"(?<=[^AEIOUY])Y(?=[AOU])", "I"),  # Tatyana: Tatiana
        (r"(?<=[^AEIOUŠČŽ])IO(?=VA?$|.{1,4}OVA?$)", "E"),  # Kiseljov, Semjonov: Kiselev, Semenov
        (r"(?<=[ŠČŽ])I(?=[AOU])", ""),  # Zaporizhzhia: Zaporizja
        (r"(?<=.)ŠO(?=[^AEIOU]+OVA?$)", "SE"),  # Aksjonov: Aksenov
        (r"(?<=.)ŽO(?=[^AEIOU]+OVA?$)", "ZE"),  # Belozjorov: Belozerov
        (r"([AEIOU][^AEIOU]+)IEV(?=A?$)", r"\1EV"),  # Prokofiev: Prokofjev
        (r"(?<=[ŠČŽ])EV(?=A?$)", "OV"),  # Khrushchev: Chroesjtsjov
        (r"(?<=...)IC$|(?<=[AEIOU][^AEIOU])IC$", "IČ"),  # Milosevic: Milošević
        (r"ICA$", "ITSA"),  # Srebrenica: Srebrenitsa
        (r"C(?![EIYHČK])", "K"),  # Clara: Klara
        (r"(?<=[BG])H", ""),  # Bhutto: Butto
        (r"(?<=L)H(?=[AEIOU])", ""),  # Delhi: Deli
        (r"ENKA$", "ENKO"),  # Loekasjenka: Loekasjenko
        (r"(OV|EV)S$", r"\1"),  # Gorbatsjovs, the Dutch genitive
        (r"AI(?=[^AEIOU])", "EI"),  # Husayn, Hussain: Hoessein
        (r"^HO(?=SS?EIN)", "HU"),  # Hossein: Hoessein
        (r"^MO(?=(?:B|[SXK]T)A|AMM)", "MU"),  # Mostafa, Mokhtar: Mustafa, Mukhtar
        (r"^ABD[AEOU](?=L|NN|RR|SS)", "ABDU"),  # Abdelkarim, Abderrahman: Abdulkarim
        (r"^ABDULL", "ABDUL"),  # Abdallah
        (r"^([^AEIOU]*A)([BHK])E(?=R$)", r"\1\2I"),  # Jaber: Jabir
        (r"^([^AEIOU]*A)(SS?|[KTŠ])E(?=M$)", r"\1\2I"),  # Hashem: Hashim
        (r"IE(?=[^AEIOU]I$)", "I"),  # Harieri: Hariri
        (r"(?<=A[^AEIOU])IKUE$", "IK"),  # Rafique: Rafik
        (r"IEH$", "IA"),  # Haniyeh: Haniya
        (r"([AEIOU][^AEIOU]+[AEIOU]+[^AEIOU]+)[AE]H$", r"\1A"),  # Nasrallah, but not Sarah
        (r"(?<=[AEIOU])(?!BB|DD|LL|MM|NN|RR|SS|TT)([^AEIOU][^AEIOU]A)H$", r"\1"),  # Basrah
        (r"^AXM(?=[AE]D)", "AHM"),  # Achmadinejad: Ahmadinejad
        (r"(?<=..)(?:[EOU]DDINE?|(?<![AEIOU])UDIN)$", "EDIN"),  # Nasrudin, Nasreddine
        # Waleed, Kareemi: Walid, Karimi.
        (r"(?<=A[^AEIOU])(?:EE(?=[BDFKLMNSTZ]$|[BDFKLMNRSTZ][AI]$)|IE(?=[BDFKMTZ]$))", "I"),
        (r"(AHM|AS)OO(?=D$)", r"\1U"),  # Mahmood, Masood: Mahmoud, Massoud
        (r"(?<=I)TH$", "T"),  # Judith: Judit
        (r"(?<=[AEIOULRM])PH(?!O|I?A$)", "F"),  # Raphael: Rafael; but Sofia is a city, Alpha no car
        (r"O(?=H[AEIU])", "U"),  # Mohamed: Muhammad
        (r"(?<=M)ED$", "AD"),  # Ahmed: Ahmad
        (r"^AHME(?=D)", "AHMA"),  # Ahmedi: Ahmadi
        # Assad, Sammir, Moussa, Aissa: Asad, Samir, Musa, Aisa.
        (rf"([BDFGHKLMNPSTVZ])\1(?={_AFTER_DOUBLED})", r"\1"),
        (r"ŽŽ", "Ž"),
        (r"KK(?=A$)", "K"),  # Raqqa: Raqa
    )
)
# Alike in long names alone, since Anna is not Ana, nor Martha Marta: Abdullah and Abdulah,
# Katharina and Katarina, Mustapha and Mustafa.
_VARIED = expression(r"([BDFGKLMNPRSTZ])\1|(?<!T)TH|PH(?=[AEIOUR])")
_PLAIN = {"TH": "T", "PH": "F"}
# Whether any of them applies: most words are spared the round. The backreference comes first.
_ANY_ALIKE = expression(
    "|".join(
        pattern.pattern for pattern, _ in sorted(_ALIKE, key=lambda a: "\\1" not in a[0].pattern)
    )
)
_HUSHED = str.maketrans("ŠŽČ", "SZC")  # without their diacritics: Milosevic, Karadzic

_FOREIGN = expression(
    r"[ŠČ](?!E?S?$)|[ŠČ]$|(?<!D)Ž(?!ES?$)|(?<!S)X(?=[AEIOULMNRV])"
    r"|(?:[OE]VA?|SKI|SKAI?A|ENKO|IC)$"
)
_TWO_SYLLABLES = expression(r"[AEIOU][^AEIOU]+[AEIOU]")
_THREE_SYLLABLES = expression(r"[AEIOU][^AEIOU]+[AEIOU]+[^AEIOU]+[AEIOU]")
# A schwa in the last syllable, and the endings of Dutch and Frisian surnames.
_DUTCH_ENDING = expression(
    r"(?:E[LMNRS]*[DT]?S?|[AEIOU]MA|MANS?|STRA|US|INGA?|IN[CG]?K|LAND|BORG)$"
)
# The same seen from the letters, where no sound can be foreign: spares half of all words the work.
_PLAINLY_DUTCH = expression(
    r"(?!.*(?:ch|[sz][jh]|kh|cz|[čćçšşșž]|ddine$)|abde|[^aeiou]*a(?:[bhk]er|(?:ss?|[kt])em)$)"
    r"\w*(?<![aeomöuy])e[lmnrs]*[dt]?s?",
    re.DOTALL,
)


def name_keys(word: str) -> tuple[str, ...]:
    """Return the keys of a foreign name: one for each way in which `ch` and `j` can be read.

    Empty when no reading sounds foreign, so that Jansen and Janssen, Baker and Bakker stay apart.
    Time is linear in the length of the word. The kernel does it for plain letters, if there is one.
    """
    kernel = compiled() if word.isascii() and word.isalpha() else None
    return tuple(kernel.name_keys(word)) if kernel else python_name_keys(word)


def python_name_keys(word: str) -> tuple[str, ...]:
    """Return the keys of a foreign name: what the kernel must equal."""
    if _PLAINLY_DUTCH.fullmatch(word.lower()):
        return ()
    sounds = (_sound(letters, ch, j) for letters, ch, j in _readings(word))
    return tuple(dict.fromkeys(sound for sound in sounds if _sounds_foreign(sound)))


def _readings(word: str) -> Iterator[tuple[str, str, str]]:
    """Yield the letters with what `ch` and `j` stand for, in each system the word can be in."""
    spellings = [fold(word)]
    if not word.isascii():
        marked = word.lower().translate(_MARKED)
        spellings.append("".join(c if c in "ŠČŽ" else fold(c) for c in marked))
    # Milosevic and Srebrenica, but Frederic and Monica: Frederik, Monika.
    spellings += [f"{each[:-1]}k" for each in spellings if each.endswith("ic")]
    spellings += [f"{each[:-2]}ka" for each in spellings if each.endswith("ica")]
    spellings += [  # Khadafi: Kadafi
        f"k{each[2:]}"
        for each in spellings
        if each.startswith("kh") and not _ENGLISH.search(each, 2)
    ]
    # Tanya is Tanja, and Tania; but Asya is not Asia.
    spellings += [f"{each[:-2]}ia" for each in spellings if _LAST_YA.fullmatch(each)]
    for letters in dict.fromkeys(spellings):
        for ch, j in product(_readings_of_ch(letters), _readings_of_j(letters)):
            yield letters, ch, j


def _readings_of_ch(letters: str) -> str:
    if letters.startswith("ch") and len(letters) < _LONG:
        return "Č"
    if _DUTCH.search(letters) or not _SOFT_CH.search(letters):
        return "X"
    english = _ENGLISH.search(letters)
    if english and (english[0] != "sky" or not letters.startswith("ch")):
        return "Č"  # but Chodorkovsky is Dutch too
    only_two = letters.startswith("ch") and not _FRENCH_CH.match(letters)
    return "XČ" if only_two else "XČŠ"


def _readings_of_j(letters: str) -> tuple[str, ...]:
    if _DUTCH.search(letters) or "j" not in letters:
        return ("Y",)
    return ("DŽ",) if _ENGLISH.search(letters) else ("Y", "DŽ")


def _sound(letters: str, ch: str, j: str) -> str:
    """Return the sounds of a word; a y between or after consonants is i only in a foreign word.

    Tymosjenko is Timosjenko, Valery is Valeri, but Sylvia is not Silvia, nor Tony Toni.
    """
    sound = _alike(letters, {"ch": ch, "j": j, "y": "Y", "mid_y": "I", "last_y": "I"})
    if "y" not in letters or _FOREIGN.search(sound):
        return sound
    between = "I" if _THREE_SYLLABLES.search(sound) else "Ý"
    return _alike(letters, {"ch": ch, "j": j, "y": "Y", "mid_y": between, "last_y": between})


def _alike(letters: str, readings: Mapping[str, str]) -> str:
    def read(match: re.Match[str]) -> str:
        group = match[0]
        if match.lastgroup == "context":
            return _IN_CONTEXT[group]
        if match.lastgroup:
            return readings[match.lastgroup]
        return _SOUNDS.get(group) or group.upper()

    sound = _GROUP.sub(read, letters)
    if _ANY_ALIKE.search(sound):
        for pattern, replacement in _ALIKE:
            sound = pattern.sub(replacement, sound)
    if _VARIED.search(sound) and _THREE_SYLLABLES.search(sound):
        sound = _VARIED.sub(lambda varied: _PLAIN.get(varied[0], varied[0][0]), sound)
    return sound.translate(_HUSHED) if sound.endswith("IČ") else sound


def _sounds_foreign(sound: str) -> bool:
    if not _TWO_SYLLABLES.search(sound):
        return sound.endswith("SK")  # Koersk; of other short names too many sound alike
    return bool(_FOREIGN.search(sound)) or not _DUTCH_ENDING.search(sound)


def keys(word: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the keys of a token whatever its case, none when it is ordinary or sounds Dutch.

    `known` says of a folded word whether it stands in a Dutch dictionary: judged by dictionary, not
    by frequency, or Poetin would be ordinary. The first key is the one most likely meant in Dutch.
    """
    name = word if word.isascii() and word.isalpha() else _AROUND.sub("", word)
    folded = fold(name)
    if len(folded) < _MIN_LETTERS or not folded.isalpha():
        return ()
    found = () if known(folded) else name_keys(name)
    shared = shared_keys().get(folded)
    return (shared, *found) if shared else found


def own_keys(word: str, stem: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the keys of the stem of a word, so that Poetins has the key of Poetin.

    The word's own come first where its stem is of a word in Latin: Kostunica, of kostunicum.
    """
    found = keys(stem, known)
    latin = stem.endswith(_LATIN) and not fold(word).startswith(stem)
    return (*keys(word, known), *found) if latin else found


def with_shared_key(folded: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys of a word with the one that it shares by the list, whatever its stem."""
    shared = shared_keys().get(folded)
    return found if shared is None or shared in found else (shared, *found)


def may_be_name(word: str) -> bool:
    """Say whether a word that has pieces may be a name yet: Hoessein is no hoes and no sein."""
    return word[:1].isupper() and len(word) <= _LONGEST and word.isalpha()


@cache
def shared_keys() -> Mapping[str, str]:
    """Return the key that the names of a group share, by folded name: `Aliases.spellings`."""
    return Aliases.load().spellings
