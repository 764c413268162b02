from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.second_factor.qr_code import qr_code
from app.second_factor.totp import STEP_S, enrolment_uri, in_groups, matching_step, read_code, secret_of

SECRET_OF_THE_RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""RFC 6238, appendix B: 12345678901234567890 in Base32."""

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [(59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (20000000000, "65353130")],
)
def test_the_codes_are_those_of_rfc_6238(seconds: int, eight_digits: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert matching_step(SECRET_OF_THE_RFC, eight_digits[-6:], now, after=None) == seconds // STEP_S


@given(MOMENTS, st.integers(-5, 5))
def test_a_code_counts_in_its_step_and_the_two_beside_it(now: datetime, steps: int) -> None:
    code = pyotp.TOTP(SECRET_OF_THE_RFC).at(now + steps * timedelta(seconds=STEP_S))
    near = {pyotp.TOTP(SECRET_OF_THE_RFC).at(now + off * timedelta(seconds=STEP_S)) for off in (-1, 0, 1)}
    assert (matching_step(SECRET_OF_THE_RFC, code, now, after=None) is not None) == (code in near)


@given(MOMENTS, st.integers(-1, 1), st.integers(-3, 3))
def test_no_code_up_to_the_one_used_last_counts(now: datetime, steps: int, used: int) -> None:
    present = int(now.timestamp()) // STEP_S
    code = pyotp.TOTP(SECRET_OF_THE_RFC).generate_otp(present + steps)
    matching = matching_step(SECRET_OF_THE_RFC, code, now, after=present + used)
    assert matching is None or matching > present + used
    if steps > used:
        assert matching is not None


@given(st.text(max_size=12))
def test_whatever_else_is_typed_is_no_code_and_no_error(typed: str) -> None:
    now = datetime(2025, 11, 12, 3, tzinfo=UTC)
    codes = {pyotp.TOTP(SECRET_OF_THE_RFC).at(now + off * timedelta(seconds=STEP_S)) for off in (-1, 0, 1)}
    assert (matching_step(SECRET_OF_THE_RFC, typed, now, after=None) is not None) == (read_code(typed) in codes)


@given(st.binary(min_size=20, max_size=40))
def test_a_secret_is_160_bits_in_base32(random: bytes) -> None:
    assert pyotp.TOTP(secret_of(random)).byte_secret() == random[:20]
    assert len(secret_of(random)) * 5 == 160


def test_an_authenticator_app_is_told_the_service_and_the_account() -> None:
    uri = enrolment_uri(SECRET_OF_THE_RFC, "desk.1@example")
    parsed = pyotp.parse_uri(uri)
    assert isinstance(parsed, pyotp.TOTP)
    assert (parsed.issuer, parsed.name, parsed.secret) == ("資格情報照会", "desk.1@example", SECRET_OF_THE_RFC)
    assert (parsed.digits, parsed.interval) == (6, 30)


def test_the_secret_for_typing_is_in_groups_of_four() -> None:
    assert in_groups("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_the_qr_code_is_one_svg_element_without_style_or_script() -> None:
    svg = qr_code("otpauth://totp/a", 'title with "<quotes>"')
    assert svg.startswith('<svg role="img" ')
    assert svg.rstrip().endswith("</svg>")
    assert "<title>title with " in svg
    assert "<quotes>" not in svg
    assert "style" not in svg
    assert "script" not in svg
