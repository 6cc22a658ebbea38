"""Settings, from a file, the environment and the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.config import FILE, Feeds, Settings
from indexer.errors import KnipselError


def test_by_default_the_index_is_here_and_its_engine_its_own(tmp_path: Path) -> None:
    assert Settings.load(environment={}, folder=tmp_path) == Settings(Path("index"), None)


@pytest.mark.parametrize(
    ("file", "environment", "option", "index"),
    [
        ("", {}, None, "index"),
        ("index = 'a'", {}, None, "a"),
        ("index = 'a'", {"KNIPSEL_INDEX": "b"}, None, "b"),
        ("index = 'a'", {"KNIPSEL_INDEX": "b"}, "c", "c"),
        ("", {"KNIPSEL_INDEX": ""}, None, "index"),
        ("", {"KNIPSEL_INDEX": "b", "INDEX": "d"}, "", "b"),
    ],
)
def test_the_command_line_goes_before_the_environment_before_the_file(
    tmp_path: Path, file: str, environment: dict[str, str], option: str | None, index: str
) -> None:
    (tmp_path / FILE).write_text(file)
    assert Settings.load(option, environment, tmp_path).index == Path(index)


def test_the_engine_is_a_setting_too(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("engine = 'whoosh'", "utf-8-sig")  # as Windows editors do
    assert Settings.load(environment={}, folder=tmp_path).engine == "whoosh"
    assert Settings.load(environment={"KNIPSEL_ENGINE": "x"}, folder=tmp_path).engine == "x"


def test_links_and_scans_are_switched_on_in_the_file(tmp_path: Path) -> None:
    assert (Settings().follow_links, Settings().ocr) == (False, False)
    (tmp_path / FILE).write_text("follow_links = true\nocr = true")
    found = Settings.load(environment={}, folder=tmp_path)
    assert (found.follow_links, found.ocr) == (True, True)


def test_feeds_are_settings(tmp_path: Path) -> None:
    assert Settings().feeds == Feeds((), 30, private=False)
    (tmp_path / FILE).write_text(
        "[feeds]\naddresses = ['a', 'b', 'a']\nminutes = 5\nprivate = true"
    )
    assert Settings.load(environment={}, folder=tmp_path).feeds == Feeds(
        ("a", "b"), 5, private=True
    )


def test_the_names_of_fields_are_settings(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[fields]\ntitle = 'meta.kop'\nbody = ['intro', 'tekst']")
    settings = Settings.load(environment={}, folder=tmp_path)
    assert settings.fields == (("title", ("meta.kop",)), ("body", ("intro", "tekst")))


def test_the_names_of_fields_may_be_those_of_a_path(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        "[fields]\nbody = 'tekst'\n[fields.'archief/nrc/*.csv']\ntitle = ['Kop', 'Bovenkop']\n"
    )
    settings = Settings.load(environment={}, folder=tmp_path)
    assert settings.fields == (("body", ("tekst",)),)
    assert settings.fields_by_path == (("archief/nrc/*.csv", (("title", ("Kop", "Bovenkop")),)),)


def test_the_time_zone_is_that_of_the_netherlands_unless_another_is_named(tmp_path: Path) -> None:
    assert Settings.load(environment={}, folder=tmp_path).timezone == "Europe/Amsterdam"
    (tmp_path / FILE).write_text("timezone = 'America/Curacao'")
    assert Settings.load(environment={}, folder=tmp_path).timezone == "America/Curacao"
    found = Settings.load(environment={"KNIPSEL_TIMEZONE": "UTC"}, folder=tmp_path)
    assert found.timezone == "UTC"


def test_the_page_has_settings_of_its_own(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("proxy = '127.0.0.1'\npasswords = 'secret'\nhttps = 'only'")
    found = Settings.load(environment={"KNIPSEL_RATE": "9/minute"}, folder=tmp_path)
    assert (found.proxy, found.passwords, found.https) == ("127.0.0.1", Path("secret"), "only")
    assert (found.rate, found.metrics) == ("9/minute", "local")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"index = ", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"indeks = 'x'", "unknown setting 'indeks'. Known: index, engine"),
        (b"[fields]\ntitel = 'kop'", "[fields] titel: no field of an article. Known: id, title"),
        (b"[fields]\ntitle = 3", "[fields] title is a name in the files, or a list of them, not 3"),
        (b"[fields]\nbody = []", "[fields] body is a name"),
        (b"[fields.'*.csv']\ntitel = 'kop'", '[fields."*.csv"] titel: no field of an article'),
        (b"[fields.'*.csv']\nbody = 3", '[fields."*.csv"] body is a name in the files'),
        (b"fields_by_path = 'x'", "unknown setting 'fields_by_path'"),
        (b"[fields]\nbody = ['a', 1]", "[fields] body is a name"),
        (b"fields = 'kop'", "fields is a table"),
        (b"feeds = ['https://x']", "feeds is a table"),
        (b"[feeds]\naddresses = 'https://x'", "[feeds] addresses cannot be 'https://x'"),
        (b"[feeds]\nminutes = 0", "[feeds] minutes cannot be 0"),
        (b"[feeds]\nminutes = true", "[feeds] minutes cannot be True"),
        (b"[feeds]\nprivate = 1", "[feeds] private cannot be 1"),
        (b"[feeds]\nurl = 'https://x'", "[feeds] url cannot be 'https://x'. Known: addresses"),
        (b"address = 'archief.example'", "address is one such as"),
        (b"address = 'https://a.example/'", "without a path, not 'https://a.example/'"),
        (b"frames = 'https://a.example; script-src *'", "frames is a site such as"),
        (b"frames = [3]", "frames is a site such as"),
        (b"origins = '*'", "origins is a site such as"),
        (b"origins = 'notebook.example'", "with https:// and without a path"),
        (b"origins = ['https://a.example/b']", "origins is a site such as"),
        (b"hosts = ''", "hosts is a name such as"),
        (b"hosts = []", "hosts is a name such as"),
        (b"hosts = ['a', 3]", "hosts is a name such as"),
        (b"hosts = 'https://a'", "without https:// and port, not 'https://a'"),
        (b"hosts = 'a:80'", "without https:// and port"),
        (b"image_servers = []", "image_servers is a server such as"),
        (b"image_servers = ['https://a.example/iiif']", "without a path"),
        (b'image_servers = "https://a.example; script-src *"', "without a path"),
        (b"image_servers = 'data:'", "image_servers is a server such as"),
        (b"index = 3", "index is a text, not 3"),
        (b"index = ''", "index is a text, not ''"),
        (b"[index]", "index is a text, not {}"),
        (b"metrics = 'some'", "metrics is local or all or off, not 'some'"),
        (b"https = 'yes'", "https is only, not 'yes'"),
        (b"timezone = 'Amsterdam'", "there is no time zone 'Amsterdam'. Write one as Europe/"),
        (b"timezone = '../UTC'", "there is no time zone"),
        (b"timezone = 'Europe'", "there is no time zone"),
        (b"timezone = 1", "timezone is a text, not 1"),
        (b"ocr = " + b"[" * 100_000, "cannot be read"),
        (b"follow_links = 1", "follow_links is true or false, not 1"),
        (b"ocr = 'nee'", "ocr is true or false, not 'nee'"),
    ],
)
def test_a_file_that_cannot_be_meant_is_named(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(KnipselError) as caught:
        Settings.load(environment={}, folder=tmp_path)
    assert str(tmp_path / FILE) in str(caught.value)
    assert told in str(caught.value)


def test_frames_are_sites_in_a_list_or_with_commas(tmp_path: Path) -> None:
    (tmp_path / "knipsel.toml").write_text("frames = ['https://A.example:8443', '*.b.example']")
    assert Settings.load(None, {}, tmp_path).frames == ("https://a.example:8443", "*.b.example")
    given = {"KNIPSEL_FRAMES": "*", "KNIPSEL_ADDRESS": "https://archief.example"}
    found = Settings.load(None, given, tmp_path)
    assert (found.frames, found.address) == (("*",), "https://archief.example")


@pytest.mark.parametrize(
    ("file", "environment"),
    [
        ("hosts = 'a.example, B.example,[::1]'", {}),
        ("hosts = ['a.example', 'b.example', '[::1]', 'a.example']", {}),
        ("hosts = 'c.example'", {"KNIPSEL_HOSTS": "a.example,b.example,[::1]"}),
    ],
)
def test_hosts_are_names_in_a_list_or_with_commas(
    tmp_path: Path, file: str, environment: dict[str, str]
) -> None:
    (tmp_path / FILE).write_text(file)
    found = Settings.load(environment=environment, folder=tmp_path)
    assert found.hosts == ("a.example", "b.example", "[::1]")


def test_servers_of_images_are_of_https_unless_they_say_otherwise(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("image_servers = ['IIIF.example.org', 'http://a.example:8080/']")
    found = Settings.load(environment={}, folder=tmp_path)
    assert found.image_servers == ("https://iiif.example.org", "http://a.example:8080")
    environment = {"KNIPSEL_IMAGE_SERVERS": "https://b.example, c.example"}
    found = Settings.load(environment=environment, folder=tmp_path)
    assert found.image_servers == ("https://b.example", "https://c.example")


def test_a_cluster_is_set_in_a_table_or_the_environment(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[opensearch]\nurl = 'http://a:9200'\nshards = 3\nuser = 'piet'")
    environment = {"OPENSEARCH_URL": "http://b:9200, http://c:9200", "OPENSEARCH_REPLICAS": "0"}
    cluster = Settings.load(environment=environment, folder=tmp_path).opensearch
    assert cluster.nodes == ("http://b:9200", "http://c:9200")
    assert (cluster.shards, cluster.replicas, cluster.user) == (3, 0, "piet")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[opensearch]\nurll = 'x'", "unknown setting 'urll'. Known: url, index, user"),
        ("[opensearch]\nshards = 0", "shards is a whole number of at least 1"),
        ("[opensearch]\nreplicas = -1", "replicas is a whole number of at least 0"),
        ("[opensearch]\ntimeout = true", "timeout is a whole number of at least 1"),
        ("opensearch = 'http://a:9200'", "write [opensearch] above them"),
        ("[opensearch]\npassword = 73915", "password is a text"),
    ],
)
def test_a_setting_of_a_cluster_that_cannot_be_meant_is_named_without_its_value(
    tmp_path: Path, content: str, told: str
) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(KnipselError) as caught:
        Settings.load(environment={}, folder=tmp_path)
    assert told in str(caught.value)
    assert "73915" not in str(caught.value)


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    environment = {"OPENSEARCH_PASSWORD": "geheim", "OPENSEARCH_KEY": "/srv/secret.pem"}
    settings = Settings.load(environment=environment, folder=tmp_path)
    assert settings.opensearch.password == "geheim"
    assert not re.search("geheim|secret", f"{settings!r} {settings.opensearch}")


@pytest.mark.parametrize(
    "written",
    [
        "hosts = ['{}/']",
        "frames = '{}!'",
        "address = 'https://{}!'",
        "timezone = '{}'",
        "https = '{}'",
        "'{}' = 1",
        "ocr = '{}'",
        "feeds = '{}'",
        "fields = '{}'",
        "[fields]\ntitle = [1, '{}']",
        "[feeds]\nminutes = '{}'",
        "[opensearch]\n'{}' = 1",
    ],
)
def test_an_error_quotes_the_beginning_of_what_is_long(tmp_path: Path, written: str) -> None:
    (tmp_path / FILE).write_text(written.format("a." * 50_000))
    with pytest.raises(KnipselError) as error:
        Settings.load(environment={}, folder=tmp_path)
    assert "a.a.a" in str(error.value)
    assert len(str(error.value)) < 500 + len(str(tmp_path))


@pytest.mark.parametrize("number", ["9" * 10, "9" * 5_000, "x", "-1", "", "1.5"])
def test_a_number_of_a_cluster_is_one_that_can_be(tmp_path: Path, number: str) -> None:
    told = "shards is a whole number" if number else "[opensearch]"
    (tmp_path / FILE).write_text(f"[opensearch]\nshards = '{number}'")
    with pytest.raises(KnipselError, match=re.escape(told)):
        Settings.load(environment={}, folder=tmp_path)
