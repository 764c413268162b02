"""A CSV file of institutions: read whole, or not at all with what is wrong by line."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from marshmallow import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.operator.form_page import FormError, errors_of
from app.operator.institutions.schemas import NewSchema
from app.state.models import Institution

MOST_LINES: Final = 1_000
"""All of them are one write to the trail, which look-ups wait for meanwhile."""

LARGEST_FILE: Final = 384 * 1024
"""Bytes."""

_MOST_MESSAGES: Final = 20
_FIELDS: Final = {
    "code": "code",
    "医療機関コード": "code",
    "name": "name",
    "医療機関名": "name",
    "mail": "mail_address",
    "メールアドレス": "mail_address",
}
"""What the header row may call them."""

_SCHEMA: Final = NewSchema()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedInstitution:
    """One line of the file."""

    line: int
    code: str
    name: str
    mail_address: str | None


def read_file(content: bytes | None) -> Sequence[ImportedInstitution]:
    """Every line of a file in UTF-8 or CP932; ``None`` where none was sent.

    Raises :class:`app.operator.form_page.FormError`.
    """
    if content is None:
        raise _wrong("ファイルを選択してください。")
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise _wrong(f'{reader.line_num}行目：CSVとして読み取れません。引用符（"）を確認してください。') from None
    if not rows:
        raise _wrong("ファイルが空です。1行目に code,name,mail を、2行目から医療機関等を書いてください。")
    names = _header(rows[0][1])
    if len(rows) == 1:
        raise _wrong("医療機関等が1件もありません。2行目から1行に1件ずつ書いてください。")
    if len(rows) - 1 > MOST_LINES:
        raise _wrong(f"一度に取り込めるのは{MOST_LINES:,}件までです（{len(rows) - 1:,}件）。分けて取り込んでください。")
    return _read_rows(names, rows[1:])


def enter(session: Session, institutions: Sequence[ImportedInstitution]) -> None:
    """Enter them all at once.

    Raises :class:`app.operator.form_page.FormError` if any is entered already.
    """
    codes = [institution.code for institution in institutions]
    present = set(session.scalars(select(Institution.code).where(Institution.code.in_(codes))))
    _refuse(
        [
            f"{institution.line}行目：医療機関コード{institution.code}は登録済みです。"
            for institution in institutions
            if institution.code in present
        ]
    )
    session.add_all(
        Institution(code=institution.code, name=institution.name, mail_address=institution.mail_address)
        for institution in institutions
    )
    session.flush()


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _wrong("文字として読み取れないファイルです。UTF-8又はシフトJISのCSVを選択してください。")


def _header(cells: Sequence[str]) -> Sequence[str]:
    names = [_FIELDS.get(cell.strip()) for cell in cells]
    known = [name for name in names if name]
    if len(known) != len(names) or len(set(known)) != len(known) or not {"code", "name"} <= set(known):
        raise _wrong("1行目は code,name,mail（mail は省略できます）としてください。")
    return known


def _read_rows(names: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> Sequence[ImportedInstitution]:
    messages: list[str] = []
    read: list[ImportedInstitution] = []
    first_lines: dict[str, int] = {}
    for line, cells in rows:
        try:
            institution = _read_row(line, names, cells)
        except ValidationError as error:
            messages += [f"{line}行目：{message}" for message in _all_of(errors_of(error))]
            continue
        first = first_lines.setdefault(institution.code, line)
        if first != line:
            messages.append(f"{line}行目：医療機関コード{institution.code}は{first}行目と同じです。")
        read.append(institution)
    _refuse(messages)
    return read


def _read_row(line: int, names: Sequence[str], cells: Sequence[str]) -> ImportedInstitution:
    if len(cells) > len(names):
        raise ValidationError({"code": [f"項目が{len(names)}個より多くあります。"]})
    values = dict(zip(names, cells, strict=False))
    code = values.get("code", "").strip()
    if code.isdigit() and len(code) < 10:  # noqa: PLR2004 -- the digits of a code
        lost = "表計算ソフトで先頭の0が消えた場合は、文字列として保存し直してください。"
        raise ValidationError({"code": [f"医療機関コードが{len(code)}桁です。{lost}"]})
    return ImportedInstitution(line=line, **_SCHEMA.load(values))


def _all_of(errors: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for messages in errors.values():
        yield from messages


def _refuse(messages: Sequence[str]) -> None:
    if not messages:
        return
    more = len(messages) - _MOST_MESSAGES
    shown = [*messages[:_MOST_MESSAGES], *([f"ほか{more}件の誤りがあります。"] if more > 0 else [])]
    raise FormError({"file": tuple(shown)})


def _wrong(message: str) -> FormError:
    return FormError({"file": (message,)})
