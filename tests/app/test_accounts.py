from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts import AccountError, create_account, disable_account, find_account
from app.institutions import InstitutionError, create_institution, find_institution
from app.passwords import hash_password, problem_with, verify_password
from app.roles import Role
from app.services import Services
from app.state.models import Institution
from tests.app.browser import PASSWORD
from tests.app.moments import NOON_IN_JAPAN


@pytest.fixture
def session(services: Services) -> Iterator[Session]:
    with services.database.session() as session:
        yield session


@pytest.fixture
def clinic(session: Session) -> Institution:
    return find_institution(session, "1312345678")


@pytest.mark.parametrize("user_id", ["", "a b", "あ", "a" * 65, "a\n", "a/b"])
def test_a_user_id_that_cannot_be_typed_safely_is_refused(session: Session, clinic: Institution, user_id: str) -> None:
    with pytest.raises(AccountError, match="user ID"):
        create_account(session, user_id=user_id, role=Role.GENERAL, institution=clinic, password=PASSWORD)


def test_a_user_id_belongs_to_one_account(session: Session, clinic: Institution) -> None:
    with pytest.raises(AccountError, match="exists already"):
        create_account(session, user_id="general", role=Role.GENERAL, institution=clinic, password=PASSWORD)


@pytest.mark.parametrize("role", list(Role))
def test_an_operator_and_only_an_operator_has_no_institution(session: Session, clinic: Institution, role: Role) -> None:
    wrong = clinic if role is Role.OPERATOR else None
    with pytest.raises(AccountError, match="institution"):
        create_account(session, user_id="new", role=role, institution=wrong, password=PASSWORD)


def test_the_password_itself_is_not_kept(session: Session) -> None:
    assert find_account(session, "general").password_hash.startswith("$argon2id$")
    assert PASSWORD not in find_account(session, "general").password_hash


def test_the_same_password_has_another_hash_each_time() -> None:
    assert hash_password(PASSWORD) != hash_password(PASSWORD)


def test_no_password_opens_an_account_that_is_not_there() -> None:
    assert not verify_password(None, "")
    assert not verify_password(None, PASSWORD)


def test_a_damaged_hash_lets_nobody_in() -> None:
    assert not verify_password("$argon2id$damaged", PASSWORD)


def test_a_disabled_account_keeps_the_time_it_was_disabled_at_first(session: Session) -> None:
    disable_account(session, "general", NOON_IN_JAPAN)
    disable_account(session, "general", NOON_IN_JAPAN + timedelta(days=1))
    assert find_account(session, "general").disabled_at == NOON_IN_JAPAN


def test_every_error_has_a_text_for_the_screen(session: Session, clinic: Institution) -> None:
    def make(user_id: str, institution: Institution | None) -> None:
        create_account(session, user_id=user_id, role=Role.GENERAL, institution=institution, password=PASSWORD)

    attempts: dict[str, Callable[[], object]] = {
        "user_id": lambda: make("", clinic),
        "institution": lambda: make("new", None),
        "": lambda: disable_account(session, "operator", NOON_IN_JAPAN),
    }
    for field, attempt in attempts.items():
        with pytest.raises(AccountError) as error:
            attempt()
        assert error.value.japanese.endswith("。")
        assert error.value.field == field


@pytest.mark.parametrize(("length", "refused"), [(14, True), (15, False), (256, False), (257, True)])
def test_a_new_password_has_fifteen_to_256_characters(length: int, *, refused: bool) -> None:
    password = "".join(chr(0x4E00 + 3 * number) for number in range(length))
    assert (problem_with(password, "reception") is not None) == refused


@pytest.mark.parametrize("code", ["", "131234567", "13123456789", "131234567a", "１３１２３４５６７９"])
def test_an_institutions_code_has_ten_digits(session: Session, code: str) -> None:
    with pytest.raises(InstitutionError, match="10 digits"):
        create_institution(session, code, "サンプル薬局")


def test_an_institutions_code_is_its_own(session: Session, clinic: Institution) -> None:
    with pytest.raises(InstitutionError, match="exists already"):
        create_institution(session, clinic.code, "もう一つ")


def test_an_institution_has_a_name(session: Session) -> None:
    with pytest.raises(InstitutionError, match="name"):
        create_institution(session, "1398765432", "　")


def test_an_institution_that_is_not_there_is_an_error(session: Session) -> None:
    with pytest.raises(InstitutionError, match="no institution 1300000000"):
        find_institution(session, "1300000000")
