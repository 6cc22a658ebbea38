"""A message that someone sent on is of who wrote it, on the day of that."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.fixture_types import ReadFile

TEXT = "De gemeente Velmer koopt het oude veerhuis aan de kade voor een miljoen euro."
GMAIL = """---------- Forwarded message ---------
Van: De Velmer Bode <bode@velmer.example>
Date: do 24 mrt 2022 om 06:00
Subject: Veerhuis verkocht
To: <an@velmer.example>
"""
APPLE = """Begin doorgestuurd bericht:

Van: De Velmer Bode <bode@velmer.example>
Onderwerp: Veerhuis verkocht
Datum: 24 maart 2022 om 06:00:00 CET
Aan: An Smit
"""
OUTLOOK = """Zie hieronder, groet An

From: De Velmer Bode <bode@velmer.example>
Sent: Thursday, March 24, 2022 6:00 AM
To: An Smit
Subject: FW: Veerhuis verkocht
"""


def message(subject: str, body: str, *, is_html: bool = False) -> bytes:
    sent = EmailMessage()
    sent["From"] = "An Smit <an.smit@velmer.example>"
    sent["Subject"] = subject
    sent["Date"] = "Mon, 04 Apr 2022 09:00:00 +0200"
    if is_html:
        text = body.replace("<", "&lt;").replace("\n\n", "</p><p>").replace("\n", "<br>")
        sent.set_content(f"<p>{text}</p>", subtype="html")
    else:
        sent.set_content(body)
    return sent.as_bytes()


@pytest.mark.parametrize("is_html", [False, True])
@pytest.mark.parametrize("head", [GMAIL, APPLE, OUTLOOK])
@pytest.mark.parametrize("subject", ["Fwd: Veerhuis verkocht", "FW: Re: Veerhuis", "Doorst: zie"])
def test_a_message_that_was_sent_on_is_the_one_below(
    read_file: ReadFile, subject: str, head: str, *, is_html: bool
) -> None:
    sent = message(subject, f"{head}\n{TEXT}\n", is_html=is_html)
    ((article,), errors) = read_file("a.eml", sent)
    found = (article.title, article.date, article.source, article.author, article.body)
    assert found == ("Veerhuis verkocht", "2022-03-24", "De Velmer Bode", (), TEXT)
    assert errors == []


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Veerhuis verkocht", f"{GMAIL}\n{TEXT}"),
        ("Fwd: Veerhuis verkocht", TEXT),
        ("Fwd: Veerhuis verkocht", f"{TEXT * 4}\n\n{GMAIL}\n{TEXT}"),
        ("Fwd: Veerhuis verkocht", f"Van: de kade naar de brug\n\n{TEXT}"),
    ],
)
def test_another_message_is_of_who_sent_it(read_file: ReadFile, subject: str, body: str) -> None:
    ((article,), _) = read_file("a.eml", message(subject, body))
    found = (article.title, article.date, article.source)
    assert found == ("Veerhuis verkocht", "2022-04-04", "An Smit")


@pytest.mark.parametrize(
    ("head", "remark"), [(GMAIL, ""), (f"Graag plaatsen, An\n\n{GMAIL}", "Graag plaatsen, An")]
)
def test_the_remark_of_who_sent_a_message_on_is_noted(
    read_file: ReadFile, head: str, remark: str, caplog: pytest.LogCaptureFixture
) -> None:
    ((article,), _) = read_file("a.eml", message("Fwd: Veerhuis", f"{head}\n{TEXT}\n"))
    assert article.body == TEXT
    assert [f"left out: '{remark}'" in each for each in caplog.messages] == [True] * bool(remark)
