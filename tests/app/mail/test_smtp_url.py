import pytest

from app.mail.smtp_url import Security, SmtpServer, parse_smtp_url
from app.settings import Settings, SettingsError

URL = "SHIKAKU_SMTP_URL"
FROM = "SHIKAKU_MAIL_FROM"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example:2525", SmtpServer(host="mail.example", port=2525, security=Security.NONE)),
        ("smtp://[::1]", SmtpServer(host="::1", port=25, security=Security.NONE)),
        ("smtp+starttls://mail.example", SmtpServer(host="mail.example", port=587, security=Security.STARTTLS)),
        (
            "smtps://notice%40example.jp:p%3A%2Fw@mail.example/",
            SmtpServer(host="mail.example", port=465, security=Security.TLS, user="notice@example.jp", password="p:/w"),
        ),
    ],
)
def test_an_address_says_where_and_how_e_mail_is_handed_over(url: str, server: SmtpServer) -> None:
    assert parse_smtp_url(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://:25",
        "smtp://mail.example:70000",
        "smtp://mail.example:0",
        "smtp://mail.example:port",
        "smtp://mail.example/inbox",
        "smtp://mail.example?x=1",
        "smtp://mail .example",
        "smtp://メール.example",
        "smtps://canary@mail.example",
        "smtps://:canary@mail.example",
        "smtp://canary:canary@mail.example",
    ],
)
def test_a_malformed_address_is_a_wrong_setting_that_is_not_repeated(url: str) -> None:
    with pytest.raises(SettingsError, match=URL) as error:
        Settings.from_environ({URL: url, FROM: "notice@example.jp"})
    assert "canary" not in str(error.value)
    assert "mail.example" not in str(error.value)


def test_a_password_never_goes_out_without_tls() -> None:
    with pytest.raises(ValueError, match="not the address"):
        parse_smtp_url("smtp://user:password@mail.example")


def test_a_server_needs_a_sender() -> None:
    with pytest.raises(SettingsError, match=FROM):
        Settings.from_environ({URL: "smtp://mail.example"})


@pytest.mark.parametrize("name", [FROM, "SHIKAKU_OPERATOR_MAIL"])
def test_addresses_in_settings_are_checked_and_not_repeated(name: str) -> None:
    with pytest.raises(SettingsError, match=name) as error:
        Settings.from_environ({name: "canary"})
    assert "canary" not in str(error.value)


def test_the_operators_addresses_are_parted_by_commas() -> None:
    settings = Settings.from_environ({"SHIKAKU_OPERATOR_MAIL": "a@example.jp, b@example.jp,"})
    assert settings.operator_mail == ("a@example.jp", "b@example.jp")


def test_no_password_shows_when_the_server_is_printed() -> None:
    assert "canary" not in repr(parse_smtp_url("smtps://user:canary@mail.example"))
