"""The confirmation: every item of the manual's tables 被保険者情報 and 資格情報, in words, and the banner."""

from dataclasses import dataclass
from datetime import date

from app.eras import in_era, western
from app.lookup.codes import (
    CERTIFICATE_CLASSES,
    CLASSES_TO_HEED,
    LOSS_REASONS,
    PERSONAL_FAMILY,
    SEXES,
    copayment,
)
from app.lookup.contradiction import dates_contradict
from app.lookup.kana_reading import half_width_kana
from engine.answer import Row, Standing, Validity, first_day, last_day
from engine.record import Record, Sex

_FISCAL_YEAR_STARTS = 4
_SCHOOL_AGE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item: its value in words, ``""`` if the insurer sent none.

    ``above``: the reading over a name. ``western``: a date as YYYY/MM/DD. ``remark``: what stands beside the
    value. ``hint``: what staff may do about it. ``heed``: shown in red, with a sign. ``columns``: how many of the
    three columns it takes, so that the rows are those of the manual's screen.
    """

    label: str
    value: str
    above: str = ""
    western: str = ""
    remark: str = ""
    hint: str = ""
    heed: bool = False
    columns: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What the page shows of one record on 資格確認日."""

    valid: bool
    banner: str
    reason: str
    as_of: Item
    insured: tuple[Item, ...]
    qualification: tuple[Item, ...]


def confirmation(row: Row, as_of: date, today: date) -> Confirmation:
    """Present a record that was just read again. A 資格確認日 after ``today`` is said to be one."""
    record = row.match.record
    valid = row.validity is Validity.VALID
    return Confirmation(
        valid=valid,
        banner="この資格は有効です。" if valid else "この資格は無効です。",
        reason=_reason(row),
        as_of=_day("資格確認日", as_of, remark="今日より後の日付です" if as_of > today else ""),
        insured=_insured(record, as_of),
        qualification=_qualification(record),
    )


def is_preschool(birth_date: date, as_of: date) -> bool:
    """義務教育就学前: born on or after 2 April six years before the fiscal year of 資格確認日 (manual, ②)."""
    fiscal_year = as_of.year - (as_of.month < _FISCAL_YEAR_STARTS)
    born_from = (fiscal_year - _SCHOOL_AGE, _FISCAL_YEAR_STARTS, 2)
    return (birth_date.year, birth_date.month, birth_date.day) >= born_from


def _reason(row: Row) -> str:
    record = row.match.record
    if row.standing is Standing.IN_FORCE:
        return ""
    if dates_contradict(record):
        reason = (
            "登録されている資格の日付が矛盾しています（始まる日より前に終わっています）。保険者に確認してください。"
        )
    elif row.standing is Standing.STARTS_LATER:
        reason = f"資格が始まる日（{in_era(first_day(record))}）が資格確認日より後です。"
    else:
        reason = f"資格確認日の時点で資格が終わっています（最終日 {in_era(last_day(record))}）。"
    if row.validity is Validity.INVALID_NEWER:
        return f"{reason}新しい資格があります。患者に新しい資格を確認し、その保険者名で検索してください。"
    return reason


def _insured(record: Record, as_of: date) -> tuple[Item, ...]:
    preschool = "義務教育就学前" if is_preschool(record.birth_date, as_of) else ""
    return (
        Item(label="保険者番号", value=record.insurer_number),
        Item(label="保険者名", value=record.insurer_name, columns=2),
        Item(label="記号", value=record.symbol),
        Item(label="番号", value=record.number),
        Item(label="枝番", value=record.branch_number),
        Item(label="氏名", value=record.name, above=half_width_kana(record.name_kana)),
        Item(label="性別", value=SEXES[record.sex]),
        _day("生年月日", record.birth_date, remark=preschool),
    )


def _qualification(record: Record) -> tuple[Item, ...]:
    return (
        Item(
            label="区分",
            value=CERTIFICATE_CLASSES.get(record.certificate_class, record.certificate_class),
            heed=record.certificate_class in CLASSES_TO_HEED,
        ),
        Item(label="一部負担金割合", value=copayment(record.copayment_ratio)),
        Item(label="資格喪失事由", value=LOSS_REASONS.get(record.loss_reason, record.loss_reason)),
        _day("資格取得日", record.qualified_on),
        _day("資格喪失日", record.disqualified_on),
        _day("有効終了日", record.valid_to),
        _day("有効開始日", record.valid_from),
        Item(label="本人・家族の別", value=PERSONAL_FAMILY.get(record.personal_family, record.personal_family)),
        Item(label="被保険者氏名", value=record.insured_name),
        *_only_if_sent(record),
        Item(label="郵便番号", value=record.postal_code),
        Item(label="住所", value=record.address, hint=_about_address(record), columns=2),
    )


def _about_address(record: Record) -> str:
    """The manual's notes on 郵便番号 and 住所, both shown as the insurer has them."""
    if record.address:
        return "保険者に届出された情報のため、患者が問診票に記入した情報と異なる場合があります。"
    return "郵便番号、住所が表示されていない場合は、必要に応じて患者本人に確認してください。"


def _day(label: str, day: date | None, remark: str = "") -> Item:
    if day is None:
        return Item(label=label, value="")
    return Item(label=label, value=in_era(day), western=western(day), remark=remark)


def _only_if_sent(record: Record) -> tuple[Item, ...]:
    """氏名（その他） and 性別（備考）, which are left out where they hold nothing, in a row of their own."""
    name, sex = record.name_other, _sex_note(record.sex_note)
    items = []
    if name:
        reading = half_width_kana(record.name_other_kana)
        items.append(Item(label="氏名（その他）", value=name, above=reading, columns=2 if sex else 3))
    if sex:
        items.append(Item(label="性別（備考）", value=sex, columns=1 if name else 3))
    return tuple(items)


def _sex_note(code: str) -> str:
    return SEXES[Sex(code)] if code in {sex.value for sex in Sex} else code
