import base64
import json
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts import disable_account, find_account, set_password
from app.keys import create_key_file
from app.login.views import REFUSAL
from app.login_sessions import session_id
from app.roles import Role
from app.services import Services
from app.settings import Settings
from app.state.models import LoginSession, StoredSearch
from tests.app.browser import PASSWORD, Browser
from tests.app.moments import NOON_IN_JAPAN, StoppedClock

ClientAs = Callable[[Role], Browser]


def sessions(services: Services) -> set[str]:
    """The ids of those that were not ended."""
    with services.database.session() as session:
        return set(session.scalars(select(LoginSession.id).where(LoginSession.ended_at.is_(None))))


def is_in(browser: Browser) -> bool:
    answer = browser.get("/menu")
    assert answer.status_code == 200 or answer.location == "/login"
    return answer.status_code == 200


def cookie_payload(browser: Browser) -> str:
    """What the browser's owner can read in the cookie: it is signed, not encrypted."""
    payload = browser.cookie().removeprefix(".").split(".")[0]
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    return (zlib.decompress(raw) if browser.cookie().startswith(".") else raw).decode()


def test_the_right_password_leads_to_the_menu(browser: Browser) -> None:
    answer = browser.log_in("medical_viewer")
    assert (answer.status_code, answer.location) == (303, "/menu")
    page = browser.get("/menu").text
    assert "サンプル医療機関" in page
    assert "医療情報閲覧アカウント" in page


def test_white_space_around_the_user_id_does_not_matter(browser: Browser) -> None:
    assert browser.log_in(" general ").location == "/menu"


@pytest.mark.parametrize("password", ["", " ", PASSWORD + " ", PASSWORD.upper(), PASSWORD[:-1], "あ" * 3000])
def test_any_other_password_does_not(browser: Browser, password: str) -> None:
    answer = browser.log_in("general", password)
    assert answer.status_code == 401
    assert REFUSAL in answer.text
    assert not is_in(browser)


def test_the_password_is_never_sent_back(browser: Browser) -> None:
    assert "canary-password" not in browser.log_in("general", "canary-password").text


def test_a_log_in_never_leads_elsewhere(browser: Browser) -> None:
    data = {"csrf_token": browser.csrf_token(), "user_id": "general", "password": PASSWORD}
    answer = browser.client.post("/login?next=//evil.example/", data={**data, "next": "//evil.example/"})
    assert answer.location == "/menu"


def test_whoever_is_in_is_not_asked_again(client_as: ClientAs) -> None:
    assert client_as(Role.GENERAL).get("/login").location == "/menu"


def test_the_cookie_is_new_after_a_log_in_and_the_one_before_lets_nobody_in(browser: Browser, app: Flask) -> None:
    browser.get("/login")
    planted = browser.cookie()
    browser.log_in("general")
    assert planted
    assert browser.cookie() != planted
    other = Browser(app)
    other.client.set_cookie("shikaku", planted)
    assert not is_in(other)


def test_what_stood_in_the_session_before_a_log_in_is_gone_after_it(browser: Browser) -> None:
    token = browser.csrf_token()
    browser.log_in("general")
    answer = browser.client.post("/logout", data={"csrf_token": token})
    assert answer.status_code == 400
    assert is_in(browser)


def test_a_second_log_in_ends_the_browsers_first_session(client_as: ClientAs, services: Services) -> None:
    browser = client_as(Role.GENERAL)
    (first,) = sessions(services)
    browser.log_in("administrator")
    (second,) = sessions(services)
    assert second != first


def test_the_cookie_holds_nothing_but_random_tokens(client_as: ClientAs, services: Services) -> None:
    browser = client_as(Role.ADMINISTRATOR)
    browser.get("/menu")
    found = re.fullmatch(
        r'\{"_fresh":true,"_user_id":"([\w-]{43})","csrf_token":"[0-9a-f]{40}"\}', cookie_payload(browser)
    )
    assert found
    assert sessions(services) == {session_id(found[1])}


def test_the_database_does_not_hold_what_the_cookie_holds(client_as: ClientAs, services: Services) -> None:
    browser = client_as(Role.ADMINISTRATOR)
    token = re.search(r'"_user_id":"([\w-]+)"', cookie_payload(browser))
    assert token
    assert token[1] not in sessions(services)


def test_the_cookie_is_kept_from_scripts_and_other_sites(browser: Browser) -> None:
    (cookie,) = browser.log_in("general").headers.getlist("Set-Cookie")
    name, _, attributes = cookie.partition("; ")
    assert name.startswith("shikaku=")
    assert sorted(attributes.split("; ")) == ["HttpOnly", "Path=/", "SameSite=Lax"]


def test_behind_https_the_cookie_is_secure_and_bound_to_the_host(
    make_app: Callable[..., Flask], settings: Settings
) -> None:
    browser = Browser(make_app(settings=replace(settings, https=True)))
    answer = browser.client.get("/login", base_url="https://localhost/")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, _, attributes = cookie.partition("; ")
    assert name.startswith("__Host-shikaku=")
    assert sorted(attributes.split("; ")) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


def test_over_https_a_log_in_needs_no_referer(make_app: Callable[..., Flask], settings: Settings) -> None:
    client = make_app(settings=replace(settings, https=True)).test_client()
    page = client.get("/login", base_url="https://localhost/").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    data = {"csrf_token": token[1], "user_id": "general", "password": PASSWORD}
    assert client.post("/login", data=data, base_url="https://localhost/").location == "/menu"


def test_a_log_out_ends_the_session_on_the_server(client_as: ClientAs, app: Flask, services: Services) -> None:
    browser = client_as(Role.GENERAL)
    kept = browser.cookie()
    answer = browser.post("/logout")
    assert (answer.status_code, answer.location) == (303, "/login")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert sessions(services) == set()
    thief = Browser(app)
    thief.client.set_cookie("shikaku", kept)
    assert not is_in(thief)


def test_a_log_out_erases_the_sessions_searches_and_no_others(
    client_as: ClientAs, services: Services, clock: StoppedClock
) -> None:
    leaving, staying = client_as(Role.MEDICAL_VIEWER), client_as(Role.ADMINISTRATOR)
    with services.database.session() as session:
        for login_session in session.scalars(select(LoginSession)).all():
            search = f"search of {login_session.account.user_id}"
            common = {"session_id": login_session.id, "payload": b"sealed", "last_used_at": clock.now()}
            session.add(StoredSearch(id=search, kind="search", **common))
            session.flush()
            session.add(StoredSearch(id=f"result of {search}", kind="result", parent_id=search, **common))
    leaving.post("/logout")
    with services.database.session() as session:
        left = set(session.scalars(select(StoredSearch.id)))
    assert left == {"search of administrator", "result of search of administrator"}
    assert is_in(staying)


def test_a_session_ends_after_half_an_hour_without_a_request(client_as: ClientAs, clock: StoppedClock) -> None:
    browser = client_as(Role.GENERAL)
    for _ in range(3):
        clock.advance(timedelta(minutes=29))
        assert is_in(browser)
    clock.advance(timedelta(minutes=30))
    assert not is_in(browser)
    assert "ログインの有効期間が終わりました" in browser.get("/login").text
    assert "ログインの有効期間が終わりました" not in browser.get("/login").text


def test_a_session_ends_twelve_hours_after_its_log_in_however_busy(client_as: ClientAs, clock: StoppedClock) -> None:
    browser = client_as(Role.GENERAL)
    for _ in range(12 * 3 - 1):
        clock.advance(timedelta(minutes=20))
        assert is_in(browser)
    clock.advance(timedelta(minutes=20))
    assert not is_in(browser)


def test_a_log_in_removes_sessions_that_are_past_their_limit(
    client_as: ClientAs, clock: StoppedClock, services: Services
) -> None:
    client_as(Role.GENERAL)
    clock.advance(timedelta(minutes=31))
    client_as(Role.ADMINISTRATOR)
    with services.database.session() as session:
        assert session.scalar(select(func.count()).select_from(LoginSession)) == 1


def test_disabling_an_account_ends_its_sessions_at_once(
    client_as: ClientAs, services: Services, clock: StoppedClock
) -> None:
    disabled, other = client_as(Role.GENERAL), client_as(Role.ADMINISTRATOR)
    with services.database.session() as session:
        disable_account(session, "general", clock.now())
    assert len(sessions(services)) == 1
    assert not is_in(disabled)
    assert is_in(other)


def test_an_account_found_disabled_is_out_though_its_session_is_there(
    client_as: ClientAs, services: Services, clock: StoppedClock
) -> None:
    browser = client_as(Role.GENERAL)
    with services.database.session() as session:
        find_account(session, "general").disabled_at = clock.now()
    assert sessions(services)
    assert not is_in(browser)


def test_a_new_password_ends_the_sessions_begun_with_the_old(
    client_as: ClientAs, services: Services, clock: StoppedClock
) -> None:
    browser = client_as(Role.GENERAL)
    with services.database.session() as session:
        set_password(session, "general", "another password altogether", clock.now())
    assert not is_in(browser)
    assert browser.log_in("general").status_code == 401
    assert browser.log_in("general", "another password altogether").location == "/menu"


def test_after_a_rotation_of_keys_sessions_go_on_and_the_old_key_signs_nothing_new(
    client_as: ClientAs, make_app: Callable[..., Flask], settings: Settings, app: Flask, tmp_path: Path
) -> None:
    browser = client_as(Role.GENERAL)
    create_key_file(tmp_path / "new.json", NOON_IN_JAPAN)
    rings = [json.loads(path.read_text()) for path in (tmp_path / "new.json", settings.key_file)]
    settings.key_file.write_text(json.dumps({purpose: rings[0][purpose] + rings[1][purpose] for purpose in rings[0]}))
    rotated = Browser(make_app())
    rotated.client.set_cookie("shikaku", browser.cookie())
    assert is_in(rotated)
    rotated.log_in("administrator")
    browser.client.set_cookie("shikaku", rotated.cookie())
    assert is_in(rotated)
    assert not is_in(browser)


def test_a_cookie_signed_with_another_key_lets_nobody_in(client_as: ClientAs, make_app: Callable[..., Flask]) -> None:
    browser = client_as(Role.GENERAL)
    signed_elsewhere = make_app()
    signed_elsewhere.config["SECRET_KEY"] = "another key"
    other = Browser(signed_elsewhere)
    other.client.set_cookie("shikaku", browser.cookie())
    assert not is_in(other)
