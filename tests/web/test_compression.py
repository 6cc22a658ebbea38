"""Text is sent compressed to clients that take it so, and whole to all others."""

from __future__ import annotations

import gzip
import re

import pytest
from flask.testing import FlaskClient

ZIPPED = {"Accept-Encoding": "br, gzip"}


def static(client: FlaskClient) -> str:
    found = re.search(r'href="(/static/knipsel.css[^"]+)"', client.get("/").text)
    assert found
    return found[1]


@pytest.mark.parametrize("path", ["/", "/?q=haven", "style"])
def test_text_is_the_same_compressed_and_less(client: FlaskClient, path: str) -> None:
    address = static(client) if path == "style" else path
    plain, zipped = (client.get(address, headers=headers) for headers in ({}, ZIPPED))
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert len(zipped.data) < len(plain.data) / 2
    assert int(zipped.headers["Content-Length"]) == len(zipped.data)
    for answer in (plain, zipped):
        assert "Accept-Encoding" in answer.headers["Vary"]
        answer.close()


def test_a_client_that_refuses_it_gets_the_text_whole(client: FlaskClient) -> None:
    answer = client.get("/?q=haven", headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in answer.headers
    assert answer.text.startswith("<!doctype html>")


def test_downloads_are_streamed_as_they_are(client: FlaskClient) -> None:
    assert (
        "Content-Encoding" not in client.get("/clippings/csv?id=haven/001", headers=ZIPPED).headers
    )


def test_what_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    address = static(client)
    with client.get(address, headers=ZIPPED) as first:
        tag = first.headers["ETag"]
    assert tag.startswith("W/")
    with client.get(address, headers={**ZIPPED, "If-None-Match": tag}) as again:
        assert again.status_code == 304
