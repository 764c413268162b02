from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.url import EngineUrlError, OpenSearchNode, SqliteFolder, parse_engine_url

SECRET = "geheim-Wort"


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sqlite:///var/records", "var/records"),
        ("sqlite:////srv/shikaku/records", "/srv/shikaku/records"),
        ("sqlite:////srv/照会 資格#1?x=%20", "/srv/照会 資格#1?x=%20"),
    ],
)
def test_after_three_slashes_comes_the_folder_as_it_is(url: str, folder: str) -> None:
    assert parse_engine_url(url) == SqliteFolder(Path(folder))


@pytest.mark.parametrize(
    ("url", "node"),
    [
        ("http://127.0.0.1:9201", OpenSearchNode(host="127.0.0.1", port=9201, tls=False)),
        ("http://127.0.0.1/", OpenSearchNode(host="127.0.0.1", port=9200, tls=False)),
        (
            "https://shikaku:p%40ss%3A%E7%A7%98@search.example:9200",
            OpenSearchNode(host="search.example", port=9200, tls=True, user="shikaku", password="p@ss:秘"),
        ),
        ("https://[::1]:9200", OpenSearchNode(host="::1", port=9200, tls=True)),
    ],
)
def test_a_node_s_url_tells_host_port_and_who_asks(url: str, node: OpenSearchNode) -> None:
    assert parse_engine_url(url) == node


@pytest.mark.parametrize(
    "url",
    [
        "",
        "records",
        "sqlite://records",
        "sqlite:///",
        "sqlite:////",
        "sqlite:///a\0b",
        f"ftp://user:{SECRET}@host",
        f"https://user:{SECRET}@",
        f"https://user:{SECRET}@host:port",
        f"https://user:{SECRET}@host:99999",
        f"https://user:{SECRET}/@host:9200",
        f"https://user:{SECRET}#@host:9200",
        f"https://user:{SECRET}?@host:9200",
        f"https://user:{SECRET}@host:9200/records",
        f"https://user:{SECRET}@[host:9200",
        f"https://:{SECRET}@host:9200",
        f"https://user:{SECRET} @host:9200",
        f"https://user:{SECRET}\n@host:9200",
        "https://user@host:9200",
        f"user:{SECRET}@host",
    ],
)
def test_a_wrong_url_is_an_error_that_says_the_forms_and_never_the_password(url: str) -> None:
    with pytest.raises(EngineUrlError, match="sqlite:///FOLDER or http") as failure:
        parse_engine_url(url)

    assert SECRET not in repr(failure.value)
    assert failure.value.__cause__ is None
    assert failure.value.__context__ is None


@given(st.text())
def test_no_text_breaks_the_reading(url: str) -> None:
    try:
        parse_engine_url(url)
    except EngineUrlError as failure:
        assert len(url) < 8 or url not in str(failure)  # noqa: PT017 - only that no other error comes


def test_a_node_shows_no_password() -> None:
    assert SECRET not in repr(parse_engine_url(f"https://user:{SECRET}@host"))
