import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.address import parse_address


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("clinic@example.jp", "", "clinic@example.jp"),
        (" clinic+front@sub.example.jp ", "", "clinic+front@sub.example.jp"),
        ("資格情報照会 <notice@example.jp>", "資格情報照会", "notice@example.jp"),
        ("<notice@example.jp>", "", "notice@example.jp"),
        ("a..b.@mobile.example.jp", "", "a..b.@mobile.example.jp"),
    ],
)
def test_an_address_is_read_with_the_name_before_it(text: str, name: str, address: str) -> None:
    parsed = parse_address(text)
    assert (parsed.display_name, parsed.addr_spec) == (name, address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "clinic",
        "clinic@",
        "@example.jp",
        "a@b@example.jp",
        "a b@example.jp",
        "a@example.jp,b@example.jp",
        "a@example.jp\nBcc: b@example.jp",
        "name\r\nBcc: b@example.jp <a@example.jp>",
        "診療所@example.jp",
        "a@診療所.example",
        "a@-example.jp",
        "<a@example.jp> and more",
        f"{'a' * 65}@example.jp",
        f"a@{'b' * 250}.jp",
    ],
)
def test_what_is_no_single_address_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ValueError, match=r"\Anot an e-mail address\Z"):
        parse_address(text)


@given(st.text())
def test_no_text_gives_an_address_that_could_begin_another_header(text: str) -> None:
    try:
        parsed = parse_address(text)
    except ValueError:
        return
    assert str(parsed).isprintable()
    assert parsed.addr_spec.isascii()
