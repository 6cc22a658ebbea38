"""How well two ways of coding agree: precision, recall, F1 and Krippendorff's alpha."""

from __future__ import annotations

from indexer.later import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over the articles that a person coded; None where it is not defined."""

    precision: float | None
    recall: float | None
    f1: float | None
    alpha: float | None


def agreement(both: int, only_found: int, only_coded: int, neither: int) -> Agreement:
    """Return the agreement of a query with a person, from the articles in the four cells.

    Alpha is that of Krippendorff for nominal data, two coders and no missing values; it is not
    defined where both give all articles the same value.
    """
    found, coded = both + only_found, both + only_coded
    differing = only_found + only_coded
    ones, zeros = found + coded, 2 * neither + differing
    values = ones + zeros
    return Agreement(
        precision=both / found if found else None,
        recall=both / coded if coded else None,
        f1=2 * both / (found + coded) if found + coded else None,
        alpha=1 - (values - 1) * differing / (ones * zeros) if ones and zeros else None,
    )
