from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from app.mail.address import parse_address
from app.mail.message import compose
from app.state.models import OutgoingMail
from tests.app.mail.smtp_server import read

SENDER = parse_address("資格情報照会 <notice@shikaku.example>")
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}

WORDS = st.text(st.characters(codec="utf-8"), max_size=200)
ATTACKS = st.sampled_from(
    ["利用開始\r\nBcc: everyone@example.jp", "a\nb", "a\x0bb", "a\x85b", "a\u2028Bcc: x@example.jp", "=?utf-8?q?x?="]
)


def mail(subject: str = "件名", to: str = "clinic@example.jp", number: int = 1) -> OutgoingMail:
    created_at = datetime(2025, 11, 12, 3, tzinfo=UTC)
    return OutgoingMail(id=number, created_at=created_at, to_address=to, subject=subject)


def received(outgoing: OutgoingMail, body: str = "本文") -> EmailMessage:
    return read(compose(outgoing, body, SENDER).as_bytes())


@given(subject=WORDS | ATTACKS, body=WORDS)
def test_whatever_its_words_are_a_message_has_its_own_headers_and_no_other(subject: str, body: str) -> None:
    message = message_from_bytes(compose(mail(subject), body, SENDER).as_bytes())
    assert sorted(message.keys()) == sorted(HEADERS)
    assert not message.is_multipart()


@given(WORDS)
def test_the_body_arrives_as_it_was_written(body: str) -> None:
    arrived = received(mail(), body).get_content()
    assert "\n".join(arrived.splitlines()).rstrip("\n") == "\n".join(body.splitlines()).rstrip("\n")


@given(st.lists(st.text("資格情報照会（システム障害時）のお知らせabc019-", min_size=1), min_size=1, max_size=20))
def test_a_title_arrives_as_it_was_written(words: list[str]) -> None:
    title = " ".join(words)[:200].strip()
    assert received(mail(subject=title))["Subject"] == title


def test_it_says_from_whom_to_whom_and_that_no_person_wrote_it() -> None:
    message = received(mail())
    assert str(message["From"]) == "資格情報照会 <notice@shikaku.example>"
    assert str(message["To"]) == "clinic@example.jp"
    assert message["Date"].datetime == datetime(2025, 11, 12, 3, tzinfo=UTC)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@shikaku.example>")


def test_an_address_with_dots_in_odd_places_goes_out_as_it_is() -> None:
    assert b"\nTo: a..b.@mobile.example.jp\n" in compose(mail(to="a..b.@mobile.example.jp"), "本文", SENDER).as_bytes()


def test_trying_again_sends_the_same_message_and_another_mail_is_another_one() -> None:
    first = received(mail())["Message-ID"]
    assert received(mail())["Message-ID"] == first
    assert received(mail(number=2))["Message-ID"] != first


def test_its_lines_are_short_ascii_that_every_server_takes() -> None:
    content = compose(mail(subject="長い件名" * 40), "長い本文" * 900, SENDER).as_bytes()
    assert content.isascii()
    assert max(map(len, content.splitlines())) <= 78
