from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from app.institutions import (
    InstitutionError,
    change_institution,
    create_institution,
    find_institution,
    list_institutions,
)
from app.services import Services

CODE = "1398765432"


@pytest.fixture
def session(services: Services) -> Iterator[Session]:
    with services.database.session() as session:
        yield session


def test_an_institution_is_found_by_its_code(session: Session) -> None:
    made = create_institution(session, CODE, " サンプル薬局 ", mail_address="desk@clinic.example")
    assert find_institution(session, CODE) is made
    assert (made.name, made.mail_address) == ("サンプル薬局", "desk@clinic.example")
    assert [found.code for found in list_institutions(session)] == ["1312345678", CODE]


@pytest.mark.parametrize("code", ["", "131234567", "13123456789", "131234567x", "１３１２３４５６７９"])
def test_a_code_has_ten_digits(session: Session, code: str) -> None:
    with pytest.raises(InstitutionError, match="has 10 digits") as error:
        create_institution(session, code, "サンプル")
    assert "10桁の数字" in error.value.japanese


def test_a_code_is_entered_once(session: Session) -> None:
    with pytest.raises(InstitutionError, match="exists already") as error:
        create_institution(session, "1312345678", "サンプル")
    assert "すでに登録されています" in error.value.japanese


@pytest.mark.parametrize("code", ["0000000000", "", "\0", "'"])
def test_an_unknown_code_is_said_to_be_unknown(session: Session, code: str) -> None:
    with pytest.raises(InstitutionError, match="there is no institution") as error:
        find_institution(session, code)
    assert "登録されていません" in error.value.japanese


@pytest.mark.parametrize(
    ("name", "english"),
    [("", "needs a name"), ("　", "needs a name"), ("あ" * 201, "at most 200"), ("あ\tい", "no control characters")],
)
def test_a_name_that_cannot_be_shown_is_refused(session: Session, name: str, english: str) -> None:
    with pytest.raises(InstitutionError, match=english) as error:
        create_institution(session, CODE, name)
    assert "名称" in error.value.japanese
    with pytest.raises(InstitutionError, match=english):
        change_institution(session, "1312345678", name=name, mail_address=None)


@pytest.mark.parametrize(
    "address",
    [
        "desk",
        "@clinic.example",
        "desk@",
        "a@b.example, c@d.example",
        "a@b.example\nBcc: c@d.example",
        "机@clinic.example",
        "Desk <desk@clinic.example>",
        f"{'a' * 64}@{'b' * 200}.example",
    ],
)
def test_what_is_not_one_address_is_refused(session: Session, address: str) -> None:
    with pytest.raises(InstitutionError, match="no e-mail address") as error:
        change_institution(session, "1312345678", name="サンプル", mail_address=address)
    assert "メールアドレス" in error.value.japanese


@pytest.mark.parametrize("none", [None, "", " "])
def test_the_address_may_be_taken_away(session: Session, none: str | None) -> None:
    create_institution(session, CODE, "サンプル薬局", mail_address="desk@clinic.example")
    changed = change_institution(session, CODE, name="別の薬局", mail_address=none)
    session.expire_all()
    assert (changed.code, changed.name, changed.mail_address) == (CODE, "別の薬局", None)
