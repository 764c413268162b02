import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from app.settings import Settings, SettingsError

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


class RecordingEnviron(Mapping[str, str]):
    """An empty environment that remembers what was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
        self.asked.add(key)
        return default

    def __getitem__(self, key: str) -> str:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_the_document_names_exactly_the_settings_that_are_read() -> None:
    environ = RecordingEnviron()
    Settings.from_environ(environ)
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))
    assert documented == environ.asked


def test_the_documented_defaults_are_the_defaults() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)` \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    stated = {name: value for name, value in rows if "VAR" not in value}
    assert len(stated) > 5
    assert Settings.from_environ(stated) == Settings.from_environ({})


def test_limits_are_read_in_their_units() -> None:
    settings = Settings.from_environ({"SHIKAKU_IDLE_MINUTES": "10", "SHIKAKU_SESSION_HOURS": "2"})
    assert (settings.idle_limit, settings.absolute_limit) == (timedelta(minutes=10), timedelta(hours=2))


def test_an_empty_variable_counts_as_not_set() -> None:
    assert Settings.from_environ({"SHIKAKU_THREADS": " ", "SHIKAKU_HTTPS": ""}) == Settings.from_environ({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "65536"),
        ("PORT", "0"),
        ("PORT", "８０００"),
        ("SHIKAKU_THREADS", "0"),
        ("SHIKAKU_WORKERS", "many"),
        ("SHIKAKU_IDLE_MINUTES", "-1"),
        ("SHIKAKU_HTTPS", "maybe"),
        ("SHIKAKU_LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environ({name: value})


def test_the_refusal_does_not_repeat_the_value() -> None:
    with pytest.raises(SettingsError) as error:
        Settings.from_environ({"SHIKAKU_HTTPS": "canary"})
    assert "canary" not in str(error.value)


def test_no_password_shows_when_settings_are_printed() -> None:
    settings = Settings.from_environ(
        {
            "SHIKAKU_ENGINE_URL": "https://lookup:canary-1@localhost:9200",
            "SHIKAKU_DATABASE_URL": "postgresql://shikaku:canary-2@localhost/shikaku",
            "SHIKAKU_DEMO_PASSWORD": "canary-3",
        }
    )
    assert "canary" not in repr(settings)
    assert "canary-1" in settings.engine_url


def test_without_settings_everything_lies_in_the_checkouts_var() -> None:
    var = DOCUMENT.parents[1] / "var"
    settings = Settings.from_environ({})
    assert settings.engine_url == f"sqlite:///{var / 'engine'}"
    assert settings.database_url == f"sqlite:///{var / 'service.sqlite'}"
    assert settings.key_file == var / "keys.json"
