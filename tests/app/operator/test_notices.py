"""[お知らせ]: the list with its counts, one of them, and a message."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.groups import add_members, create_group
from app.institutions import create_institution, find_institution
from app.mail.outbox import claim, mark_failed, mark_sent
from app.mail.problem import Problem
from app.roles import Role
from app.settings import Settings
from app.state.models import Notice, OutgoingMail
from tests.app.browser import Browser
from tests.app.moments import StoppedClock
from tests.app.operator.console import CLINIC, Console, values

LIST = "/operator/notices"
NEW = f"{LIST}/new"
WORDS = {"title": "訓練のお知らせ", "body": "一行目\r\n二行目"}


@pytest.fixture
def clinic(console: Console, client_as: Callable[[Role], Browser]) -> Browser:
    """Somebody of the clinic, logged in."""
    assert console
    return client_as(Role.MEDICAL_VIEWER)


def notices(console: Console) -> list[Notice]:
    with console.services.database.session() as session:
        return list(session.scalars(select(Notice).order_by(Notice.id)))


def test_a_message_to_all_is_on_the_menu_at_once_and_recorded(console: Console, clinic: Browser) -> None:
    page = console.done(NEW, target="all", **WORDS)
    assert "お知らせを出しました。" in page
    assert "一行目\n二行目" in page
    assert "すべての医療機関等" in page
    assert WORDS["title"] in clinic.get("/menu").text
    (event,) = console.events("notice_given")
    assert (event.subject, event.user_id) == (f"notice:{notices(console)[0].id}", "operator")
    assert event.details["kind"] == "message"
    assert WORDS["title"] not in str(event.details)


@pytest.mark.parametrize("target", ["group", "institution"])
def test_a_message_to_others_is_not_on_the_menu(console: Console, clinic: Browser, target: str) -> None:
    with console.services.database.session() as session:
        other = create_institution(session, "1398765432", "となりの医療機関")
        group = create_group(session, "東京都")
        add_members(session, group, [other])
    others = {"group": str(group.id), "institution": "1398765432"}
    page = console.done(NEW, target=target, **{target: others[target]}, **WORDS)
    assert "東京都" in page if target == "group" else "となりの医療機関" in page
    assert WORDS["title"] not in clinic.get("/menu").text


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"target": ""}, "target", "対象を選択してください。"),
        ({"target": "group"}, "group", "グループを選択してください。"),
        ({"target": "institution", "institution": "9999999999"}, "institution", "登録されていません"),
        ({"title": " "}, "title", "件名を入力してください。"),
        ({"title": "件" * 101}, "title", "100文字以内"),
        ({"title": "件名\r\nBcc: x@y.example"}, "title", "使用できない文字"),
        ({"body": ""}, "body", "本文を入力してください。"),
        ({"body": "本\t文"}, "body", "使用できない文字"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_given(
    console: Console, typed: Mapping[str, str], field: str, says: str
) -> None:
    said = console.refused(NEW, **{"target": "all", **WORDS, **typed})
    assert list(said) == [field]
    assert says in said[field]
    assert notices(console) == []


def test_a_wrong_form_keeps_what_was_typed(console: Console) -> None:
    answer = console.post(NEW, target="institution", institution="13", title="<b>件名", body="</textarea><b>")
    kept = values(answer.text)
    assert (kept["institution"], kept["title"], kept["body"]) == ("13", "<b>件名", "</textarea><b>")
    assert "<b>" not in answer.text


def test_words_are_shown_as_text_wherever_they_stand(console: Console) -> None:
    console.done(NEW, target="all", title="<b>件名</b>", body="<script>alert(1)</script>")
    for path in (LIST, f"{LIST}/1"):
        page = console.get(path).text.partition("<main")[2]
        assert "<b>" not in page
        assert "<script>" not in page


def test_the_list_counts_readers(console: Console, clinic: Browser) -> None:
    console.done(NEW, target="all", **WORDS)
    assert "0人" in console.page(LIST)
    assert clinic.get(f"/notices/{notices(console)[0].id}").status_code == 200
    assert "1人" in console.page(LIST)


class TestMail:
    """Where e-mail is configured."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """A server that does not answer."""
        return replace(settings, smtp_url="smtp://127.0.0.1:9", mail_from="notice@service.example")

    @pytest.fixture
    def addresses(self, console: Console) -> None:
        """Four institutions, three of them with an address."""
        with console.services.database.session() as session:
            find_institution(session, CLINIC).mail_address = "desk0@clinic.example"
            for number in range(1, 4):
                address = f"desk{number}@clinic.example" if number < 3 else None
                create_institution(session, f"200000000{number}", "診療所", mail_address=address)

    @pytest.mark.usefixtures("addresses")
    def test_the_list_and_the_page_tell_how_its_e_mails_stand(self, console: Console, clock: StoppedClock) -> None:
        console.done(NEW, target="all", **WORDS)
        with console.services.database.session() as session:
            session.execute(update(OutgoingMail).values(next_try_at=clock.now(), last_problem=None, tries=0))
            first, second = claim(session, clock.now()), claim(session, clock.now())
            assert first
            assert second
            mark_sent(session, first.id, clock.now())
            mark_failed(session, second.id, Problem.RECIPIENT_REFUSED, clock.now())
            session.execute(
                update(OutgoingMail)
                .where(OutgoingMail.sent_at.is_(None))
                .values(next_try_at=clock.now() + timedelta(days=1))
            )
        for page in (console.page(LIST), console.page(f"{LIST}/1")):
            assert "送信済み 1、送信待ち 1、" in page
            assert "再送待ち 1" in page
        page = console.page(f"{LIST}/1")
        assert [address for address in map("desk{}@clinic.example".format, range(4)) if address in page] == [
            "desk0@clinic.example",
            "desk1@clinic.example",
            "desk2@clinic.example",
        ]
        assert "送信できていないメールが1件あります" in console.page("/operator/")

    def test_the_overview_does_not_warn_of_missing_settings(self, console: Console) -> None:
        assert "メールの送信が設定されていません" not in console.page("/operator/")


@pytest.mark.parametrize("path", ["99", "99999999999999999999", "x"])
def test_an_unknown_notice_is_no_page(console: Console, path: str) -> None:
    assert console.get(f"{LIST}/{path}").status_code == 404
