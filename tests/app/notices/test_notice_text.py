import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notices.notice_text import LONGEST_BODY, LONGEST_TITLE, NoticeError, NoticeText


@pytest.mark.parametrize(
    ("title", "body", "field", "japanese"),
    [
        ("", "本文", "title", "件名を入力してください。"),
        (" 　", "本文", "title", "件名を入力してください。"),
        ("件名", "", "body", "本文を入力してください。"),
        ("件名", " \r\n　\n", "body", "本文を入力してください。"),
        ("長" * 101, "本文", "title", "件名は100文字以内で入力してください（現在101文字）。"),
        ("件名", "長" * 4001, "body", "本文は4000文字以内で入力してください（現在4001文字）。"),
        ("件\n名", "本文", "title", "件名に使用できない文字（タブなど）が含まれています。消して入力し直してください。"),
        (
            "件\u2028名",
            "本文",
            "title",
            "件名に使用できない文字（タブなど）が含まれています。消して入力し直してください。",
        ),
        ("件名", "本\t文", "body", "本文に使用できない文字（タブなど）が含まれています。消して入力し直してください。"),
        (
            "件名",
            "本\x00文",
            "body",
            "本文に使用できない文字（タブなど）が含まれています。消して入力し直してください。",
        ),
        (
            "件名",
            "本\ud800文",
            "body",
            "本文に使用できない文字（タブなど）が含まれています。消して入力し直してください。",
        ),
    ],
)
def test_words_that_cannot_be_given_are_told_at_their_field(title: str, body: str, field: str, japanese: str) -> None:
    with pytest.raises(NoticeError) as error:
        NoticeText(title, body).checked()
    assert (error.value.field, error.value.japanese) == (field, japanese)
    assert field in str(error.value)


def test_a_browsers_line_ends_and_outer_white_space_do_not_count() -> None:
    text = NoticeText(" 件名　", "\r\n一行目 \r\n\r\n二行目\r\n").checked()
    assert text == NoticeText("件名", "一行目\n\n二行目")


def test_the_longest_words_are_taken() -> None:
    longest = NoticeText("長" * LONGEST_TITLE, "長" * LONGEST_BODY)
    assert longest.checked() == longest


@given(title=st.text(max_size=120), body=st.text(max_size=300))
def test_what_was_checked_once_stays_as_it_is(title: str, body: str) -> None:
    try:
        checked = NoticeText(title, body).checked()
    except NoticeError:
        return
    assert checked.checked() == checked
    assert len(checked.title.splitlines()) == 1
    assert checked.body.encode().decode() == checked.body
