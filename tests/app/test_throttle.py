from collections.abc import Callable
from dataclasses import replace

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.roles import Role
from app.settings import Settings
from app.throttle import Throttle
from tests.app.browser import PASSWORD, Browser
from tests.app.lookup.pages import value_of
from tests.app.records import ICHIRO_TYPED


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_attempts_beyond_the_limit_are_refused_until_a_minute_has_passed() -> None:
    seconds = Seconds()
    throttle = Throttle(2, seconds)
    assert [throttle.allow("a") for _ in range(3)] == [True, True, False]
    seconds.now = 59.9
    assert not throttle.allow("a")
    seconds.now = 60
    assert throttle.allow("a")


def test_each_address_has_its_own_count() -> None:
    throttle = Throttle(1, Seconds())
    assert throttle.allow("a")
    assert throttle.allow("b")
    assert not throttle.allow("a")


@given(st.integers(1, 5), st.lists(st.floats(0, 90), max_size=40))
def test_no_minute_ever_holds_more_than_the_limit(limit: int, waits: list[float]) -> None:
    seconds = Seconds()
    throttle = Throttle(limit, seconds)
    allowed: list[float] = []
    for wait in waits:
        seconds.now += wait
        if throttle.allow("a"):
            allowed.append(seconds.now)
    for moment in allowed:
        assert sum(moment - 60 < other <= moment for other in allowed) <= limit


def test_addresses_that_went_quiet_are_forgotten() -> None:
    seconds = Seconds()
    throttle = Throttle(1, seconds)
    for number in range(10_000):
        throttle.allow(str(number))
    seconds.now = 61
    throttle.allow("one more")
    assert len(throttle._attempts) == 1


def test_log_ins_beyond_the_limit_are_refused_before_the_password_is_checked(
    make_app: Callable[..., Flask], settings: Settings
) -> None:
    browser = Browser(make_app(settings=replace(settings, log_ins_per_minute=2)))
    assert [browser.log_in("general", "wrong").status_code for _ in range(3)] == [401, 401, 429]
    answer = browser.log_in("general")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "1分ほど待って" in answer.text


def test_no_field_of_the_log_in_form_evades_the_limit(make_app: Callable[..., Flask], settings: Settings) -> None:
    browser = Browser(make_app(settings=replace(settings, log_ins_per_minute=1)))
    data = {"user_id": "general", "password": "wrong", "action": "clear"}
    assert [browser.post("/login", data).status_code for _ in range(2)] == [401, 429]


def test_a_log_in_that_another_site_forges_uses_nothing_up(make_app: Callable[..., Flask], settings: Settings) -> None:
    app = make_app(settings=replace(settings, log_ins_per_minute=1))
    forged = {"user_id": "general", "password": PASSWORD}
    assert [Browser(app).client.post("/login", data=forged).status_code for _ in range(3)] == [400] * 3
    assert Browser(app).log_in("general").status_code == 303


def test_a_look_up_that_is_anonymous_forged_or_refused_uses_nothing_up(
    make_app: Callable[..., Flask], settings: Settings
) -> None:
    app = make_app(settings=replace(settings, look_ups_per_minute=1))
    staff, general = Browser(app), Browser(app)
    staff.log_in("medical_viewer")
    general.log_in("general")
    refused = [
        *(Browser(app).client.post("/lookup", data=ICHIRO_TYPED).status_code for _ in range(3)),
        *(staff.client.post("/lookup", data=ICHIRO_TYPED).status_code for _ in range(3)),
        *(general.post("/lookup", ICHIRO_TYPED).status_code for _ in range(3)),
    ]
    assert refused == [303, 303, 303, 400, 400, 400, 403, 403, 403]
    assert staff.post("/lookup", ICHIRO_TYPED).location.startswith("/lookup/results/")
    assert staff.post("/lookup", ICHIRO_TYPED).status_code == 429


def test_a_look_up_beyond_the_limit_keeps_what_was_typed_and_says_to_wait(
    make_app: Callable[..., Flask], settings: Settings
) -> None:
    staff = Browser(make_app(settings=replace(settings, look_ups_per_minute=1)))
    staff.log_in("medical_viewer")
    staff.post("/lookup", ICHIRO_TYPED)
    answer = staff.post("/lookup", {**ICHIRO_TYPED, "search": "a-handle"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "この検索は行われていません" in answer.text
    assert "1分ほど待って" in answer.text
    typed = [value_of(answer, field) for field in ("name", "birth_year", "address", "as_of", "search")]
    assert typed == ["新橋一郎", "59", "港区", "2025/11/12", "a-handle"]


def test_look_ups_have_a_limit_of_their_own_and_clearing_does_not_count(
    make_app: Callable[..., Flask], settings: Settings
) -> None:
    browser = Browser(make_app(settings=replace(settings, look_ups_per_minute=2)))
    browser.log_in(Role.MEDICAL_VIEWER.value)
    assert [browser.post("/lookup", {"action": "clear"}).status_code for _ in range(3)] == [303] * 3
    assert [browser.post("/lookup", {"action": "?"}).status_code for _ in range(3)] == [422, 422, 429]


def test_a_client_cannot_choose_its_address(make_app: Callable[..., Flask], settings: Settings) -> None:
    browser = Browser(make_app(settings=replace(settings, log_ins_per_minute=1)))
    data = {"csrf_token": browser.csrf_token()}
    answers = [
        browser.client.post("/login", data=data, headers={"X-Forwarded-For": f"192.0.2.{number}"})
        for number in range(2)
    ]
    assert [answer.status_code for answer in answers] == [401, 429]


def test_behind_a_trusted_proxy_only_the_address_that_it_adds_counts(
    make_app: Callable[..., Flask], settings: Settings
) -> None:
    behind_one = replace(settings, log_ins_per_minute=1, trusted_proxies=1)
    browser = Browser(make_app(settings=behind_one))
    data = {"csrf_token": browser.csrf_token()}

    def try_from(forwarded: str) -> int:
        return browser.client.post("/login", data=data, headers={"X-Forwarded-For": forwarded}).status_code

    assert [try_from("192.0.2.1"), try_from("192.0.2.2")] == [401, 401]
    assert [try_from("198.51.100.7, 192.0.2.3"), try_from("198.51.100.8, 192.0.2.3")] == [401, 429]
