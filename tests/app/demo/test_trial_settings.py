import pytest

from app.demo.trial_settings import TRIAL_SETTINGS, take_trial_settings
from app.settings import Settings


def test_a_trial_asks_for_no_second_factor_and_limits_nobodys_look_ups() -> None:
    environ: dict[str, str] = {}
    take_trial_settings(environ)
    settings = Settings.from_environ(environ)
    assert not settings.require_totp
    limits = {
        settings.account_look_ups_per_hour,
        settings.account_look_ups_per_day,
        settings.institution_look_ups_per_hour,
        settings.institution_look_ups_per_day,
    }
    assert limits == {100_000}


@pytest.mark.parametrize("name", list(TRIAL_SETTINGS))
def test_what_the_environment_says_is_kept_and_nothing_counts_as_not_set(name: str) -> None:
    environ = {name: "1"}
    take_trial_settings(environ)
    assert environ == {**TRIAL_SETTINGS, name: "1"}
    empty = {name: " "}
    take_trial_settings(empty)
    assert empty == TRIAL_SETTINGS
