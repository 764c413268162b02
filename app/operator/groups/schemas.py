"""The forms about groups."""

from collections.abc import Sequence
from typing import Final

from marshmallow import ValidationError, fields

from app.groups import LONGEST_NAME
from app.operator.fields import Code, ConsoleSchema, Line

MOST_CODES: Final = 1_000
"""All of them are one write to the trail, which look-ups wait for meanwhile."""

_MOST_MESSAGES: Final = 20
_CODE: Final = Code("医療機関コード")


class NameSchema(ConsoleSchema):
    """A group's name."""

    name = Line("グループの名称", longest=LONGEST_NAME)


class Codes(fields.Field[Sequence[str]]):
    """Institutions' codes, one a line; each once."""

    def _deserialize(self, value: object, *_: object, **__: object) -> Sequence[str]:
        codes: dict[str, int] = {}
        messages: list[str] = []
        for number, line in enumerate(str(value).splitlines(), start=1):
            if not line.strip():
                continue
            try:
                codes.setdefault(_CODE.deserialize(line), number)
            except ValidationError:
                messages.append(
                    f"{number}行目：10桁の数字ではありません。1行に医療機関コードを1件ずつ入力してください。"
                )
        if messages:
            raise ValidationError(shown(messages))
        if not codes:
            raise ValidationError("医療機関コードを1行に1件ずつ入力してください。")
        if len(codes) > MOST_CODES:
            raise ValidationError(f"一度に入力できるのは{MOST_CODES:,}件までです（現在{len(codes):,}件）。")
        return list(codes)


class MembersSchema(ConsoleSchema):
    """Which institutions to put in or to take out."""

    codes = Codes(load_default="", required=False)


def shown(messages: Sequence[str]) -> list[str]:
    """No more messages than somebody reads at once, and how many there are besides."""
    more = len(messages) - _MOST_MESSAGES
    return [*messages[:_MOST_MESSAGES], *([f"ほか{more}件の誤りがあります。"] if more > 0 else [])]
