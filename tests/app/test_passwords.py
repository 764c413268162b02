import pytest

from app.passwords import find_problem, problem_with


def own(length: int) -> str:
    """Characters that are no word and no row."""
    return "".join(chr(0x4E00 + 3 * number) for number in range(length))


@pytest.mark.parametrize(
    ("length", "has_second_factor", "refused"),
    [(14, False, True), (15, False, False), (7, True, True), (8, True, False), (256, True, False), (257, True, True)],
)
def test_a_second_factor_allows_a_shorter_password(length: int, has_second_factor: bool, refused: bool) -> None:
    problem = find_problem(own(length), "reception", has_second_factor=has_second_factor)
    assert (problem is not None) == refused


def test_a_second_factor_allows_nothing_else() -> None:
    for easy in ("password1", "qwertyui", "receptionist", "aaaaaaaaaa"):
        assert find_problem(easy, "reception", has_second_factor=True) is not None


@pytest.mark.parametrize("password", ["short", own(257), "my reception password x", "passwordpassword1"])
def test_every_problem_is_said_in_english_and_in_japanese(password: str) -> None:
    problem = find_problem(password, "reception")
    assert problem is not None
    assert problem.english.isascii()
    assert problem.japanese.endswith("。")
    assert problem_with(password, "reception") == problem.english
