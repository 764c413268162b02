"""How far a log-in has come, and what comes next: second factor first, then a password of one's own. Pure."""

from enum import StrEnum


class Stage(StrEnum):
    """Until it is complete, a session opens nothing but the page of its stage (and the way out)."""

    SECOND_FACTOR = "second_factor"
    """The password was right; the code is still to be typed."""
    ENROLMENT = "enrolment"
    """The account must set up its second factor first."""
    NEW_PASSWORD = "new_password"  # noqa: S105 -- a stage, not a password
    """The account must choose a password of its own first."""
    COMPLETE = "complete"


def after_password(*, has_second_factor: bool, must_have_one: bool, must_change_password: bool) -> Stage:
    """What a right password leads to."""
    if has_second_factor:
        return Stage.SECOND_FACTOR
    if must_have_one:
        return Stage.ENROLMENT
    return after_second_factor(must_change_password=must_change_password)


def after_second_factor(*, must_change_password: bool) -> Stage:
    """What a right code leads to, and a second factor that was set up."""
    return Stage.NEW_PASSWORD if must_change_password else Stage.COMPLETE
