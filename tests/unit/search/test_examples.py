"""What articles past the first rows share: with the examples above them, not with each other."""

from collections.abc import Collection

import pytest

from indexer.search.ranking.rerank import Pool, centroid_similarity
from indexer.search.ranking.similarity import likeness

TITLES = ("storm kust", "beurs daalt", "beurs koers", "storm kust")


def pool(examples: Collection[int] | None) -> Pool:
    kernel = likeness(lambda terms: [1.0] * len(terms))
    leads = kernel.leads(f"{title}\t\n".encode() for title in TITLES)
    return Pool((9.0, 8.9, 8.8, 1.0), (0,) * 4, leads, (), kernel, examples)


def test_the_best_scores_are_the_centre_where_there_are_no_examples() -> None:
    found = centroid_similarity(pool(None))
    assert found[1] > 0, "the second and the third are about one subject, and score well"


def test_examples_are_the_centre_whatever_they_score() -> None:
    found = centroid_similarity(pool({3}))
    assert found[0] == pytest.approx(1), "the same words as the example"
    assert found[1:3] == [0.0, 0.0]
    assert found[3] == pytest.approx(0), "an example is not like itself"


def test_none_is_like_examples_that_are_not_in_the_list() -> None:
    assert centroid_similarity(pool(())) == [0.0] * 4
