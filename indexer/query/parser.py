"""From what the user typed to a syntax tree: any string, no exceptions, nothing silent."""

from __future__ import annotations

from indexer.fields import DATE_PREFIXES, SCOPES
from indexer.later import expression
from indexer.messages import Message, Messages
from indexer.query.other_signs import DASHES, OTHER_SCOPES, in_own_signs, with_signs_at_numbers
from indexer.query.surfaces import DOUBLE_QUOTES, ELISION, SURFACE, has_letters, surfaces
from indexer.query.syntax import And, ParsedQuery, SyntaxNode
from indexer.query.unparse import unparse
from indexer.query.words import (
    MIN_QUESTION,
    OPERATORS,
    QUOTED,
    is_question,
    is_question_word,
    read_quoted,
    read_word,
)
from indexer.text import without_invisible

MAX_LENGTH = 1000
MAX_WORDS = 200
MAX_NOTICES = 8

# Anything for which the grammar has a rule, beyond words and quotations.
_SYNTAX = expression(
    rf"[(){DOUBLE_QUOTES}‘‚]"
    rf"|(?<!\S)(?:[-+=!{DASHES}]|['’](?!{ELISION})|(?:{'|'.join(OPERATORS)})(?!\S))"
    rf"|:(?!\s|$)|(?i:{'|'.join((*SCOPES, *DATE_PREFIXES, *OTHER_SCOPES))})[:=<>]"
)
_ENTITY = expression(r"&(?:#\d{2,5}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")
_QUOTED = expression(QUOTED)
_PIECE = expression(rf"{QUOTED}|{SURFACE}")
_WILDCARD = expression(r"[*?~]")
_QUOTES = expression(rf"[{DOUBLE_QUOTES}'‘’‚]")
# Of a headline that goes on after a question: `Wie wordt de nieuwe baas? ‘Ik niet’`.
_TWO_WORDS = expression(rf"\s*(?:\S+\s+){{{MIN_QUESTION - 1}}}")
_QUESTION_INSIDE = expression(
    rf"(?<=\w)\?[?!]*(?=['’{DOUBLE_QUOTES}]?\s+[{DOUBLE_QUOTES}'‘’‚]?[A-Z\d])"
)


def parse(text: str, *, whole: bool = False) -> ParsedQuery:
    """Understand a query. Never raises; what is not understood is searched as words, with a notice.

    Time is bounded: what is past 1,000 characters or 200 words is not read, with a notice too. With
    `whole`, which is for queries that no stranger sends, all of it is read.
    """
    text = cleaned(text)
    notices = Messages()
    query = in_own_signs(text if whole else _limited(text, notices))
    query = _without_question_mark(query, notices)
    tree = _read(query, notices)
    if tree is None and text.strip():
        notices.note(len(text), "Er staat geen woord in de zoekvraag.")
    return ParsedQuery(text, tree, unparse(tree), _listed(notices))


def cleaned(text: str) -> str:
    """Return a query as it is read: without what nobody sees, as articles are.

    Entities of a pasted page are the signs that they stand for, and a sign stands at its number.
    """
    return with_signs_at_numbers(without_invisible(_without_entities(text)))


def _without_entities(text: str) -> str:
    """Return a text with the signs that a pasted page has as entities: &quot;, &#39;."""
    if not _ENTITY.search(text):
        return text
    from html import unescape  # noqa: PLC0415 - few queries have any

    return _ENTITY.sub(lambda entity: unescape(entity[0]), text)


def _read(query: str, notices: Messages) -> SyntaxNode | None:
    if not _has_syntax(query):
        return _read_words(query, notices)
    # Whoosh takes longer to import than all else that a search of plain words needs.
    from indexer.query.grammar import read  # noqa: PLC0415

    return read(query, notices)


def _has_syntax(query: str) -> bool:
    """Return whether there is more than words and quotations, which touch nothing else."""
    return any(_SYNTAX.search(_QUOTED.sub(instead, query)) for instead in (" ", "x"))


def _read_words(query: str, notices: Messages) -> SyntaxNode | None:
    """Read words and quotations alone, just as the grammar does."""
    found = (
        read_word(query, *piece.span(), notices)
        if piece["inner"] is None
        else read_quoted(query, *piece.span(), piece.span("inner"), notices)
        for piece in _PIECE.finditer(query)
    )
    words = tuple(word for word in found if word is not None)
    if len(words) > 1:
        return And(words, implicit=True)
    return words[0] if words else None


def _limited(text: str, notices: Messages) -> str:
    """Return the part of the text that is read: whole words, within both limits."""
    query = text
    if len(text) > MAX_LENGTH:
        spaces = [at for at, sign in enumerate(text[: MAX_LENGTH + 1]) if sign.isspace()]
        whole = text[: spaces[-1]] if spaces else ""
        query = whole if whole.strip() else text[:MAX_LENGTH]
        notices.note(
            len(query),
            "De zoekvraag is langer dan %(most)d tekens: "
            "alleen de eerste %(read)d van de %(all)d zijn gelezen.",
            most=MAX_LENGTH,
            read=len(query),
            all=len(text),
        )
    found = [each for each in surfaces(query) if has_letters(each[0])]
    if len(found) > MAX_WORDS:
        notices.note(
            found[MAX_WORDS].start(),
            "Alleen de eerste %(read)d van de %(all)d woorden zijn gelezen.",
            read=MAX_WORDS,
            all=len(found),
        )
        query = query[: found[MAX_WORDS - 1].end()]
    return query


def _without_question_mark(query: str, notices: Messages) -> str:
    """Drop the question mark of a question in plain words; elsewhere it is a wildcard.

    Words in quotes are plain, and in a headline more may follow.
    """
    query = _without_questions_inside(query)
    words = query.rstrip().rstrip("!")
    question = words.rstrip("?!")
    plain = _QUOTES.sub(" ", question)
    if not is_question(words) or _SYNTAX.search(plain) or _WILDCARD.search(question):
        return query
    if not is_question_word(question):
        notices.note(
            len(question),
            "Het vraagteken aan het eind (teken %(place)d) is gelezen als leesteken. "
            "Met haakjes is het een jokerteken: (%(word)s?).",
            word=question.split()[-1],
        )
    return question


def _without_questions_inside(query: str) -> str:
    """Return a headline with as many spaces for question marks after which it goes on."""
    before_third = _TWO_WORDS.match(query)
    if not before_third:
        return query
    start = before_third.end()
    return _QUESTION_INSIDE.sub(
        lambda mark: " " * len(mark[0]) if mark.start() > start else mark[0], query
    )


def _listed(notices: Messages) -> tuple[Message, ...]:
    """Return the notices in reading order, each once; a flood of them is counted."""
    listed = list(dict.fromkeys(notice for _, notice in sorted(notices)))
    if len(listed) > MAX_NOTICES:
        others = len(listed) - MAX_NOTICES
        listed[MAX_NOTICES:] = [Message("En nog %(others)d van zulke opmerkingen.", others=others)]
    return tuple(listed)
