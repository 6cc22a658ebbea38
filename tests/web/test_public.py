"""The page on the open internet: its headers, whom it lets in, how often, what it tells of it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from indexer.config import Settings
from indexer.errors import IndexStaleError, KnipselError
from webapp import create_app
from webapp.middleware.allowance import client_of
from webapp.middleware.basic_auth import MAX_FAILURES, Passwords
from webapp.middleware.host_names import hosts_of

GOOD = generate_password_hash("goed", method="pbkdf2:sha256:10")
Serving = Callable[..., FlaskClient]
PAGES = ("/", "/?q=storm", "/help", "/nergens", "/api/search?q=storm", "/healthz", "/robots.txt")


@pytest.fixture
def serving(archive: Any) -> Serving:
    """Return a client of the page with these settings."""
    return lambda **settings: create_app(Settings(**settings), archive=archive).test_client()


# -- Headers


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_the_browser_all_that_the_page_does_not_need(
    client: FlaskClient, path: str
) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers
    assert len(headers.getlist("Content-Security-Policy")) == 1


def test_browsers_are_held_to_https_only_when_that_is_set_and_they_came_by_it(
    serving: Serving,
) -> None:
    client = serving(https="only")
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert client.get("/", base_url="https://x").headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in serving().get("/", base_url="https://x").headers


NOTEBOOK = "https://notebook.example"
OTHER = "http://localhost:8888"
API = ("/api", "/api/search?q=storm", "/api/search?limit=3", "/api/nergens", "/api/article/nergens")


@pytest.mark.parametrize("path", API)
def test_scripts_of_a_site_that_is_named_may_read_the_api_and_its_errors(
    serving: Serving, path: str
) -> None:
    client = serving(origins=(NOTEBOOK, OTHER))
    for origin in (NOTEBOOK, OTHER):
        headers = client.get(path, headers={"Origin": origin}).headers
        assert headers["Access-Control-Allow-Origin"] == origin
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in headers
        assert "Origin" in headers["Vary"]


@pytest.mark.parametrize("origin", [None, "null", "https://notebook.example.evil", "http" + OTHER])
def test_scripts_of_other_sites_may_not_and_no_cache_mixes_them_up(
    serving: Serving, origin: str | None
) -> None:
    headers = {"Origin": origin} if origin else {}
    found = serving(origins=(NOTEBOOK,)).get(API[1], headers=headers).headers
    assert "Access-Control-Allow-Origin" not in found
    assert found["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Origin" in found["Vary"]


@pytest.mark.parametrize("path", ["/", "/?q=storm", "/export.csv?q=storm", "/apis", "/healthz"])
def test_only_the_api_is_read_by_other_sites(serving: Serving, path: str) -> None:
    headers = serving(origins=(NOTEBOOK,)).get(path, headers={"Origin": NOTEBOOK}).headers
    assert not [name for name in headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118


def test_without_the_setting_no_other_site_reads_anything(client: FlaskClient) -> None:
    headers = client.get(API[1], headers={"Origin": NOTEBOOK}).headers
    assert "Access-Control-Allow-Origin" not in headers


def test_a_browser_that_asks_first_learns_what_it_may_do(serving: Serving) -> None:
    asked = {"Origin": NOTEBOOK, "Access-Control-Request-Method": "GET"}
    answer = serving(origins=(NOTEBOOK,)).options(API[1], headers=asked)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == NOTEBOOK
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Access-Control-Allow-Headers" not in answer.headers


@pytest.mark.parametrize(
    "host", ["a b", "a/b", ":", "[::1", "\xdf" * 64, "a, b", "localhost,a", ""]
)
def test_a_host_that_is_none_is_refused(client: FlaskClient, host: str) -> None:
    """Of two Host headers a server makes one, with a comma (RFC 9112, 3.2)."""
    for path in ("/?q=storm", "/feed.atom", "/api/search", "/nergens", "/static/knipsel.css"):
        assert client.get(path, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["-", "a" * 64, ".a", "a_b"])
def test_a_strange_host_is_answered_or_refused(client: FlaskClient, host: str) -> None:
    for path in ("/?q=storm", "/feed.atom", "/api/search", "/nergens"):
        assert client.get(path, headers={"Host": host}).status_code < 500


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("archief.example", 200),
        ("Archief.Example:8000", 200),
        ("localhost", 200),
        ("LOCALHOST:8000", 200),
        ("127.0.0.1:8000", 200),
        ("127.9.9.9", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("archief.example.evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("192.0.2.1", 421),
        ("0.0.0.0", 421),
        ("archief.example@evil.example", 400),
        ("archief.example\\evil.example", 400),
    ],
)
def test_only_names_that_are_known_are_answered(serving: Serving, host: str, status: int) -> None:
    """A name that was pointed at this machine afterwards reads nothing (DNS rebinding)."""
    client = serving(hosts=("archief.example",))
    for path in ("/", "/?q=storm", "/api/search?q=storm", "/healthz", "/static/knipsel.css"):
        with client.get(path, headers={"Host": host}) as answer:
            assert answer.status_code == status
        target = {"REQUEST_URI": f"http://{host}{path}"}
        headers = {"Host": "localhost"}
        with client.get(path, headers=headers, environ_overrides=target) as answer:
            assert answer.status_code == status, "a target that is a whole address"
    refused = client.get("/?q=storm", headers={"Host": "evil.example"}).text
    assert "‘hosts’" in refused
    assert "haven" not in refused


@pytest.mark.parametrize(
    ("settings", "listening", "answers_any"),
    [
        ({}, "127.0.0.1", False),
        ({}, "::1", False),
        ({}, "localhost", False),
        ({}, "0.0.0.0", True),
        ({}, "::", True),
        ({"proxy": "127.0.0.1"}, "127.0.0.1", True),
        ({"proxy": "127.0.0.1", "hosts": ("a.example",)}, "127.0.0.1", False),
        ({"hosts": ("a.example",)}, "0.0.0.0", False),
    ],
)
def test_who_listens_on_this_machine_alone_answers_under_its_names(
    settings: dict[str, Any], listening: str, answers_any: bool
) -> None:
    hosts = hosts_of(Settings(**settings), listening)
    assert (not hosts) is answers_any
    assert not settings.get("hosts") or hosts == settings["hosts"]


# -- Methods


@pytest.mark.parametrize("path", ["/", "/?q=storm", "/article/haven/000", "/api/search?q=storm"])
def test_head_is_get_without_a_body(client: FlaskClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    assert head.content_type == got.content_type
    assert head.headers["ETag"] == got.headers["ETag"]


def test_options_says_what_can_be_done(client: FlaskClient) -> None:
    response = client.options("/?q=storm")
    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "BREW"])
def test_any_other_method_is_refused_as_a_page(client: FlaskClient, method: str) -> None:
    response = client.open("/?q=storm", method=method)
    assert response.status_code == 405
    assert response.mimetype == "text/html"
    assert "GET" in response.headers["Allow"]


# -- Conditional requests


@pytest.mark.parametrize("path", ["/", "/?q=storm", "/article/haven/000", "/api/search", "/about"])
def test_what_did_not_change_is_not_sent_again(
    archive: Any, client: FlaskClient, path: str
) -> None:
    first = client.get(path)
    assert first.headers["Cache-Control"] == "no-cache"
    tag = {"If-None-Match": first.headers["ETag"]}
    again = client.get(path, headers=tag)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    archive.articles.pop()
    assert client.get(path, headers=tag).status_code == 200


@pytest.mark.parametrize(
    "other", ["/?q=haven", "/?q=storm&page=2", "/?q=storm&lang=en", "/?q=storm&unknown=1"]
)
def test_the_tag_of_one_page_is_not_that_of_another(client: FlaskClient, other: str) -> None:
    tag = client.get("/?q=storm").headers["ETag"]
    assert client.get(other, headers={"If-None-Match": tag}).status_code == 200


def test_the_tag_goes_with_the_language_and_the_host(client: FlaskClient) -> None:
    tag = {"If-None-Match": client.get("/").headers["ETag"]}
    assert client.get("/", headers={**tag, "Accept-Language": "en"}).status_code == 200
    assert client.get("/", headers={**tag, "Host": "elders"}).status_code == 200


def test_errors_have_no_tag(client: FlaskClient) -> None:
    assert "ETag" not in client.get("/?page=-1").headers
    assert "ETag" not in client.get("/nergens").headers


# -- Passwords


@pytest.fixture
def locked(serving: Serving, tmp_path: Path) -> FlaskClient:
    """Return a client of a page with a password."""
    path = tmp_path / "passwords"
    hashed = generate_password_hash("goed:ë", method="pbkdf2:sha256:10")
    path.write_text(f"# de redactie\n\nredactie:{hashed}\n", "utf-8")
    return serving(passwords=path)


def test_without_the_password_nothing_is_seen(locked: FlaskClient) -> None:
    for path in ("/", "/?q=storm", "/article/haven/000", "/api/search?q=storm", "/export.csv"):
        response = locked.get(path)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith("Basic realm=")
        assert "Storm" not in response.text
        for name, password in (("redactie", "fout"), ("wie", "goed:ë"), ("", "")):
            assert locked.get(path, auth=(name, password)).status_code == 401


def test_with_it_everything_is_again_and_again(locked: FlaskClient) -> None:
    for _ in range(2):
        assert "Storm" in locked.get("/?q=storm", auth=("redactie", "goed:ë")).text
    assert locked.get("/?q=storm", auth=("redactie", "fout")).status_code == 401


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic Og==", "Bearer x", "Basic /w=="])
def test_what_is_no_password_is_refused_too(locked: FlaskClient, header: str) -> None:
    assert locked.get("/", headers={"Authorization": header}).status_code == 401


def test_what_the_page_that_asks_is_made_of_needs_no_password(locked: FlaskClient) -> None:
    """A browser draws that page when nobody gives a password; nothing else is answered."""
    used = re.findall(r'(?:href|src)="(/static/[^"]+)"', locked.get("/").text)
    assert any("knipsel.css" in address for address in used)
    for address in used:
        with locked.get(address) as answer:
            assert answer.status_code == 200
    for path in ("/static/../article/haven/000", "/static/%2e%2e/app.py"):
        assert locked.get(path).status_code == 404


def test_health_can_be_asked_without_the_password(locked: FlaskClient) -> None:
    assert locked.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("setting", "address", "status"),
    [
        ("local", "127.0.0.1", 200),
        ("local", "192.0.2.1", 403),
        ("all", "127.0.0.1", 401),
        ("all", "192.0.2.1", 401),
        ("off", "127.0.0.1", 404),
    ],
)
def test_measurements_for_everybody_are_behind_the_password(
    serving: Serving, tmp_path: Path, setting: str, address: str, status: int
) -> None:
    path = tmp_path / "passwords"
    hashed = generate_password_hash("goed", method="pbkdf2:sha256:10")
    path.write_text(f"redactie:{hashed}\n", "utf-8")
    client = serving(passwords=path, metrics=setting)
    asked = {"headers": {"Host": "localhost"}, "environ_overrides": {"REMOTE_ADDR": address}}
    assert client.get("/metrics", **asked).status_code == status
    assert client.get("/metricsfoo", **asked).status_code == 401
    if setting == "all":
        assert client.get("/metrics", auth=("redactie", "goed"), **asked).status_code == 200


def test_who_guesses_is_not_answered_for_a_while_not_even_if_right(locked: FlaskClient) -> None:
    """Otherwise who is refused would learn from a 200 what is right."""
    one, other = ({"REMOTE_ADDR": f"192.0.2.{number}"} for number in (1, 2))
    right = {"auth": ("redactie", "goed:ë")}
    for _ in range(MAX_FAILURES + 1):
        assert locked.get("/", **right, environ_overrides=one).status_code == 200
    for number in range(MAX_FAILURES):
        name = ("redactie", "wie")[number % 2]
        assert locked.get("/", auth=(name, "fout"), environ_overrides=one).status_code == 401
    for asked in (right, {"auth": ("redactie", "fout")}, {"auth": ("wie", "fout")}):
        refused = locked.get("/", **asked, environ_overrides=one)
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert locked.get("/", environ_overrides=one).status_code == 401
    assert locked.get("/healthz", environ_overrides=one).status_code == 200
    assert locked.get("/", **right, environ_overrides=other).status_code == 200


def test_no_hash_is_computed_for_who_sends_no_password(
    locked: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("webapp.middleware.basic_auth.check_password_hash")
    assert locked.get("/").status_code == 401
    assert locked.get("/", auth=("redactie", "fout")).status_code == 500  # one is, otherwise


def test_an_unknown_name_is_compared_with_a_hash_of_the_file_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[tuple[str, str]] = []

    def never_right(stored: str, given: str) -> bool:
        compared.append((stored, given))
        return False

    monkeypatch.setattr("webapp.middleware.basic_auth.check_password_hash", never_right)
    known = Passwords({"redactie": "scrypt$x$y"})
    assert not known.has("redactie", "a")
    assert not known.has("wie", "a")
    assert compared == [("scrypt$x$y", "a")] * 2


def test_the_hash_of_somebody_lets_no_unknown_name_in() -> None:
    known = Passwords({"redactie": generate_password_hash("goed", method="pbkdf2:sha256:10")})
    assert not known.has("wie", "goed")
    assert known.has("redactie", "goed")
    assert not known.has("wie", "goed")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "no passwords"),
        ("# niets\n", "no passwords"),
        ("redactie\n", "passwords:1: no name, colon and hash"),
        ("# x\nredactie:geheim\n", "passwords:2: no name, colon and hash"),
        (f"a:{GOOD}\na:{GOOD}\n", "passwords:2: the name 'a' stands there twice"),
        (f"a:{GOOD}\nb:$2y$05$abcdefghijklmnopqrstuuO5D1QkzQ8wYkVdBBiLMo6n5bT2m5nEi", "2: no hash"),
        ("a:$apr1$geheim$def", "1: no hash that Knipsel can compare with (scrypt or pbkdf2)"),
        ("a:foo$geheim$baz", "1: no hash"),
        ("a:pbkdf2:sha256:10$geheim$0123", "1: no hash"),
        ("a:scrypt:x:8:1$geheim$" + "0" * 128, "1: no hash"),
        ("a:scrypt:1073741824:8:1$aa$" + "0" * 128, "1: no hash"),
        ("a:scrypt:536870912:8:1$aa$" + "0" * 128, "1: a hash that takes too much"),
        ("a:scrypt:16384:999:1$aa$" + "0" * 128, "1: a hash that takes too much"),
        ("a:scrypt:16384:8:999$aa$" + "0" * 128, "1: a hash that takes too much"),
        ("a:pbkdf2:sha512:999999999$aa$" + "0" * 128, "1: a hash that takes too much"),
        ("a:scrypt:3:8:1$geheim$" + "0" * 128, "the hash of 'a' cannot be computed"),
        ("a:pbkdf2:sha256:0$geheim$" + "0" * 64, "the hash of 'a' cannot be computed"),
        (None, "cannot be read"),
    ],
)
def test_a_file_without_passwords_is_refused_at_once_and_shows_none(
    serving: Serving, tmp_path: Path, content: str | None, told: str
) -> None:
    path = tmp_path / "passwords"
    if content is not None:
        path.write_text(content)
    with pytest.raises(KnipselError) as caught:
        serving(passwords=path)
    assert told in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o640, False), (0o644, True)])
def test_a_file_that_others_can_read_is_warned_of(
    serving: Serving, tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: int, warned: bool
) -> None:
    path = tmp_path / "passwords"
    path.write_text(f"a:{GOOD}\n")
    path.chmod(mode)
    serving(passwords=path)
    assert (f"Run: chmod o= {path}" in caplog.text) is warned


# -- Rates


def test_who_asks_too_often_is_told_when_to_come_back(serving: Serving) -> None:
    client = serving(rate="3/hour")
    assert [client.get("/").status_code for _ in range(4)] == [200, 200, 200, 429]
    page, problem = client.get("/"), client.get("/api/search")
    assert "Even rustig aan" in page.text
    assert 1 <= int(page.headers["Retry-After"]) <= 3600
    assert problem.mimetype == "application/problem+json"
    assert problem.get_json()["status"] == 429
    assert problem.headers["Retry-After"]
    for free in ("/healthz", "/static/knipsel.css"):
        with client.get(free) as answer:
            assert answer.status_code == 200


def test_what_costs_more_counts_as_more(serving: Serving) -> None:
    client = serving(rate="12/hour")
    assert client.get("/export.csv?q=storm").status_code == 200
    assert [client.get("/").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    "path",
    ["/compare", "/articles", "/api/names", "/api/words", "/api/keywords", "/api/collocates"],
)
def test_what_counts_over_the_whole_archive_counts_as_more(serving: Serving, path: str) -> None:
    client = serving(rate="10/hour")
    assert client.get(f"{path}?q=storm").status_code != 429
    assert client.get("/").status_code == 429


def test_all_values_of_a_field_count_as_more(serving: Serving) -> None:
    client = serving(rate="6/hour")
    assert client.get("/facet/source").status_code == 200
    assert [client.get("/").status_code for _ in range(2)] == [200, 429]


def test_what_costs_more_than_there_ever_is_takes_all(serving: Serving) -> None:
    client = serving(rate="3/hour")
    assert [client.get("/export.csv").status_code for _ in range(2)] == [200, 429]
    assert client.get("/").status_code == 429


def test_each_client_has_a_rate_of_its_own(serving: Serving) -> None:
    client = serving(rate="1/hour")
    for address in ("192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8:0:1::1"):
        asked = {"REMOTE_ADDR": address}
        assert client.get("/", environ_overrides=asked).status_code == 200
        assert client.get("/", environ_overrides=asked).status_code == 429


def test_a_header_does_not_make_another_client(serving: Serving) -> None:
    client = serving(rate="1/hour")
    assert client.get("/").status_code == 200
    told = {"X-Forwarded-For": "192.0.2.9", "Forwarded": "for=192.0.2.9"}
    assert client.get("/", headers=told).status_code == 429


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("unix", "not an address", True),
    ],
)
def test_of_ipv6_a_client_is_its_network(one: str, other: str, same: bool) -> None:
    assert (client_of(one) == client_of(other)) is same


@pytest.mark.parametrize("rate", ["often", "-1/minute", "0/minute", "10 per fortnight"])
def test_a_rate_that_cannot_be_meant_is_refused_at_once(serving: Serving, rate: str) -> None:
    with pytest.raises(KnipselError, match="Write it as 120/minute"):
        serving(rate=rate)


# -- Health and measurements


def test_health_says_which_index_answers(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {
        "status": "ok",
        "articles": 36,
        "generation": "generation-000036",
        "built": "2024-05-01T12:00:00+00:00",
    }


def test_health_says_why_it_cannot_answer(archive: Any, client: FlaskClient) -> None:
    archive.failure = IndexStaleError("x")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.mimetype == "application/problem+json"
    assert response.get_json()["command"] == "knipsel index --rebuild MAP"


def test_answers_are_counted_by_route_not_by_address(client: FlaskClient) -> None:
    for path in ("/?q=storm", "/?q=haven", "/article/haven/000", "/article/haven/001", "/weg"):
        client.get(path)
    told = client.get("/metrics").text
    assert 'knipsel_answers_total{route="/",status="200"} 2.0' in told
    assert 'knipsel_answers_total{route="/article/<id>",status="200"} 2.0' in told
    assert 'knipsel_answers_total{route="none",status="404"} 1.0' in told
    assert 'knipsel_answer_seconds_bucket{le="2.5",route="/"} 2.0' in told
    assert "storm" not in told
    assert "knipsel_index_up 1.0" in told
    assert "knipsel_index_articles 36.0" in told
    assert "knipsel_index_bytes 1.234567e+06" in told
    assert "knipsel_index_generation 36.0" in told
    assert "knipsel_index_built_timestamp_seconds 1.7145648e+09" in told


def test_an_unexpected_error_is_counted(archive: Any, client: FlaskClient) -> None:
    archive.failure = ZeroDivisionError()
    client.get("/?q=a")
    archive.failure = None
    assert 'knipsel_answers_total{route="/",status="500"} 1.0' in client.get("/metrics").text


def test_measurements_say_that_the_index_is_away(archive: Any, client: FlaskClient) -> None:
    archive.failure = IndexStaleError("x")
    told = client.get("/metrics")
    assert told.status_code == 200
    assert "knipsel_index_up 0.0" in told.text


@pytest.mark.parametrize(
    ("setting", "address", "host", "status"),
    [
        ("local", "127.0.0.1", "127.0.0.1:8000", 200),
        ("local", "127.0.0.1", "localhost", 200),
        ("local", "::1", "[::1]:8000", 200),
        ("local", "127.0.0.1", "archief.example", 403),
        ("local", "192.0.2.1", "127.0.0.1:8000", 403),
        ("all", "192.0.2.1", "archief.example", 200),
        ("off", "127.0.0.1", "127.0.0.1", 404),
    ],
)
def test_measurements_are_for_whom_they_are_set(
    serving: Serving, setting: str, address: str, host: str, status: int
) -> None:
    client = serving(metrics=setting)
    response = client.get(
        "/metrics", headers={"Host": host}, environ_overrides={"REMOTE_ADDR": address}
    )
    assert response.status_code == status


def test_robots_are_kept_to_articles(client: FlaskClient) -> None:
    told = client.get("/robots.txt")
    assert told.mimetype == "text/plain"
    assert "Disallow: /*?" in told.text
    rules = RobotFileParser()
    rules.parse(told.text.splitlines())
    read = ("/", "/article/a", "/help", "/about", "/name/person/A", "/static/a.css")
    closed = (
        *(
            "/articles",
            "/clippings",
            "/compare",
            "/embed",
            "/export",
            "/export.csv",
            "/facet/source",
        ),
        *("/feed.atom", "/figures", "/kwic", "/trend", "/scan/a", "/selection.json", "/why/a"),
    )
    assert [path for path in read if not rules.can_fetch("x", path)] == []
    assert [path for path in closed if rules.can_fetch("x", path)] == []
