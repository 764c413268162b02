from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import find_account
from app.audit.keys import AuditKey, AuditKeys
from app.keys import Key
from app.second_factor.recovery_codes import HOW_MANY, codes_left, replace_codes, use_code
from app.services import Services
from app.state.models import RecoveryCode
from tests.app.moments import NOON_IN_JAPAN

FIRST, SECOND = (AuditKey.of(Key(name, name * 43 + "=", NOON_IN_JAPAN)) for name in "ab")
KEYS = AuditKeys((FIRST,))


@pytest.fixture
def session(services: Services) -> Iterator[Session]:
    with services.database.session() as session:
        yield session


@pytest.fixture
def account_id(session: Session) -> int:
    return find_account(session, "general").id


def test_there_are_ten_and_each_counts_once(session: Session, account_id: int) -> None:
    codes = replace_codes(session, account_id, FIRST)
    assert len(set(codes)) == HOW_MANY == 10
    for used, code in enumerate(codes, 1):
        assert use_code(session, account_id, code, KEYS, NOON_IN_JAPAN)
        assert not use_code(session, account_id, code, KEYS, NOON_IN_JAPAN)
        assert codes_left(session, account_id) == HOW_MANY - used


def test_new_ones_take_the_place_of_the_former(session: Session, account_id: int) -> None:
    former = replace_codes(session, account_id, FIRST)
    replace_codes(session, account_id, FIRST)
    assert codes_left(session, account_id) == HOW_MANY
    assert not use_code(session, account_id, former[0], KEYS, NOON_IN_JAPAN)


def test_a_code_belongs_to_its_account(session: Session, account_id: int) -> None:
    other = find_account(session, "administrator").id
    code = replace_codes(session, account_id, FIRST)[0]
    replace_codes(session, other, FIRST)
    assert not use_code(session, other, code, KEYS, NOON_IN_JAPAN)
    assert codes_left(session, other) == HOW_MANY


def test_codes_outlast_a_rotation_of_keys(session: Session, account_id: int) -> None:
    code = replace_codes(session, account_id, FIRST)[0]
    assert use_code(session, account_id, code, AuditKeys((SECOND, FIRST)), NOON_IN_JAPAN)


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_what_does_not_matter_in_a_code_does_not_matter(
    session: Session, account_id: int, change: "type[str] | object"
) -> None:
    code = replace_codes(session, account_id, FIRST)[0]
    assert callable(change)
    assert use_code(session, account_id, change(code), KEYS, NOON_IN_JAPAN)


@pytest.mark.parametrize("typed", ["", "-", "AAAA-AAAA-AAAA", "髙" * 100, "\x00"])
def test_anything_else_is_no_code(session: Session, account_id: int, typed: str) -> None:
    replace_codes(session, account_id, FIRST)
    assert not use_code(session, account_id, typed, KEYS, NOON_IN_JAPAN)


def test_the_table_keeps_no_code_and_no_hash_that_could_be_made_without_the_key(
    session: Session, account_id: int
) -> None:
    def hashes(key: AuditKey) -> set[str]:
        replace_codes(session, account_id, key)
        return set(session.scalars(select(RecoveryCode.code_hash)))

    codes = replace_codes(session, account_id, FIRST)
    assert not {code.replace("-", "") for code in codes} & hashes(FIRST)
    assert {len(found) for found in hashes(FIRST)} == {64}
