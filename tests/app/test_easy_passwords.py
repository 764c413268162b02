import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.easy_passwords import holds_user_id, is_easy
from app.passwords import MINIMUM_LENGTH, problem_with


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "PasswordPassword",
        "password12345678",
        "p@ssw0rd!P@ssw0rd",
        "iloveyoutokyo2024",
        "shikaku-kakunin-online",
        "パスワードパスワード1234567",
    ],
)
def test_common_words_make_no_password(password: str) -> None:
    assert problem_with(password, "reception") is not None


@pytest.mark.parametrize("blank", [" ", "\u3000", "\t"])
def test_blanks_alone_are_no_password(blank: str) -> None:
    assert problem_with(blank * 20, "reception") is not None


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaaaaa",
        "aaaaaaaabbbbbbbb",
        "ああああああああああああああああ",
        "tokyo tokyo tokyo",
        "xk7xk7xk7xk7xk7x",
    ],
)
def test_repetitions_are_refused(password: str) -> None:
    assert problem_with(password, "reception") is not None


@pytest.mark.parametrize(
    "password",
    [
        "123456789012345",
        "987654321098765",
        "abcdefghijklmnop",
        "zyxwvutsrqponmlk",
        "qwertyuiopasdfghjkl",
        "1qaz2wsx3edc4rfv",
    ],
)
def test_runs_and_rows_of_keys_are_refused(password: str) -> None:
    assert problem_with(password, "reception") is not None


@pytest.mark.parametrize("password", ["the reception desk is busy", "Reception of a rainy Monday"])
def test_the_user_id_does_not_stand_in_its_password(password: str) -> None:
    assert problem_with(password, "reception") == "the password must not hold the user ID"
    assert problem_with(password, "pharmacist") is None


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "another long password",
        "sunshine over seven quiet harbours",
        "駅前の黒い猫は朝だけ鳴いている",
    ],
)
def test_a_phrase_of_ones_own_is_taken_even_with_a_common_word_in_it(password: str) -> None:
    assert problem_with(password, "reception") is None


@given(st.text(min_size=1, max_size=40), st.integers(2, 5))
def test_nothing_gains_by_being_said_again(piece: str, times: int) -> None:
    assert is_easy(piece * times)


@given(st.binary(min_size=16, max_size=16))
def test_whatever_stands_around_it_a_user_id_is_found(noise: bytes) -> None:
    assert holds_user_id(f"{noise.hex()}Reception{noise.hex()}", "reception")


def test_random_passwords_are_taken() -> None:
    made = [secrets.token_urlsafe(MINIMUM_LENGTH) for _ in range(200)]
    assert [password for password in made if problem_with(password, "reception")] == []
