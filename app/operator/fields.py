"""The fields of the console's forms: what was typed to what it means, or words in Japanese about what is wrong."""

import re
import unicodedata
from datetime import UTC, date, datetime, time
from typing import Any, Final

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from app.clock import JAPAN
from app.institutions import LONGEST_NAME
from app.lookup.digits import half_width
from app.mail.address import parse_address

_DAY: Final = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<mark>[/-])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})|(?P<digits>[0-9]{4}))"
)
_MOMENT: Final = re.compile(r"(?P<day>[0-9/-]+)[ T]+(?P<hour>[0-9]{1,2}):?(?P<minute>[0-9]{2})(?::00)?")
_CODE: Final = re.compile(r"[0-9]{10}")


class ConsoleSchema(Schema):
    """A form: fields that it does not name, such as the CSRF token, are left out."""

    class Meta:
        """marshmallow's place for it."""

        unknown = EXCLUDE


class _Typed(fields.Field[Any]):
    """A text field by its Japanese label; ``None`` where it was left empty and may be.

    ``data_key``: its name in the form, if it is another one than here.
    """

    def __init__(self, label: str, *, required: bool = True, data_key: str | None = None) -> None:
        super().__init__(load_default="", data_key=data_key)
        self._label = label
        self._required = required

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **options: Any) -> Any:  # noqa: ANN401 -- marshmallow's signature
        """Outer white space does not count; a field that was not sent is one left empty."""
        text = value.strip() if isinstance(value, str) else ""
        if text:
            return super().deserialize(text, attr, data, **options)
        if self._required:
            raise ValidationError(f"{self._label}を入力してください。")
        return None


class Line(_Typed):
    """One line of printable text."""

    def __init__(self, label: str, *, required: bool = True, longest: int = LONGEST_NAME) -> None:
        super().__init__(label, required=required)
        self._longest = longest

    def _deserialize(self, value: str, *_: object, **__: object) -> str:
        if len(value) > self._longest:
            raise ValidationError(f"{self._label}は{self._longest}文字以内で入力してください（現在{len(value)}文字）。")
        if not all(character.isprintable() or character == "　" for character in value):
            raise ValidationError(
                f"{self._label}に使用できない文字（改行やタブなど）が含まれています。消して入力し直してください。"
            )
        return value


class Code(_Typed):
    """A ten-digit 医療機関コード; digits of either width."""

    def _deserialize(self, value: str, *_: object, **__: object) -> str:
        code = half_width(value)
        if not _CODE.fullmatch(code):
            raise ValidationError(f"{self._label}は10桁の数字で入力してください。")
        return code


class MailAddress(_Typed):
    """One e-mail address, without a name before it."""

    def _deserialize(self, value: str, *_: object, **__: object) -> str:
        address = unicodedata.normalize("NFKC", value)
        try:
            is_named = parse_address(address).display_name or "<" in address
        except ValueError:
            is_named = True
        if is_named:
            raise ValidationError(f"{self._label}は、正しい形（入力例 desk@clinic.example）で1件だけ入力してください。")
        return address


class Day(_Typed):
    """A day: YYYYMMDD, YYYY/MM/DD or ISO."""

    def _deserialize(self, value: str, *_: object, **__: object) -> date:
        return self._read_day(half_width(value), "西暦年月日8桁（入力例 2025/11/12）")

    def _read_day(self, text: str, form: str) -> date:
        typed = _DAY.fullmatch(text)
        if typed is None:
            raise ValidationError(f"{self._label}は{form}で入力してください。")
        digits = typed["digits"]
        month, day = (digits[:2], digits[2:]) if digits else (typed["month"], typed["day"])
        try:
            return date(int(typed["year"]), int(month), int(day))
        except ValueError:
            raise ValidationError(f"{self._label}に存在しない日付があります。年月日を確認してください。") from None


class Moment(Day):
    """A day and a time of it in Japan: ``2025/11/12 9:30`` or ISO."""

    def _deserialize(self, value: str, *_: object, **__: object) -> datetime:
        form = "西暦年月日と時刻（入力例 2025/11/12 9:30）"
        typed = _MOMENT.fullmatch(half_width(value))
        if typed is None:
            raise ValidationError(f"{self._label}は{form}で入力してください。")
        day = self._read_day(typed["day"], form)
        try:
            of_day = time(int(typed["hour"]), int(typed["minute"]))
        except ValueError:
            raise ValidationError(f"{self._label}の時刻は0:00から23:59までで入力してください。") from None
        moment = datetime.combine(day, of_day, JAPAN)
        try:
            moment.astimezone(UTC)
        except OverflowError:
            raise ValidationError(f"{self._label}が古すぎます。年を確認してください。") from None
        return moment
