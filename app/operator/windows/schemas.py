"""The forms about windows."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from app.operator.fields import Day, Moment
from app.operator.notice_words import NoticeWordsSchema
from app.operator.target import TargetSchema


class TermsSchema(NoticeWordsSchema):
    """Days and outage. Whether they make sense together is the windows' to say."""

    opens_on = Day("利用開始日")
    closes_on = Day("利用終了日")
    outage_began_at = Moment("障害発生日時", required=False)
    outage_ended_at = Moment("復旧日時", required=False)
    strict = fields.Function(deserialize=lambda sent: sent == "1", load_default=False)

    @validates_schema
    def require_whole_outage(self, read: Mapping[str, Any], **_: object) -> None:
        """One time alone is no outage."""
        times = {"outage_began_at": "障害発生日時", "outage_ended_at": "復旧日時"}
        missing = [name for name in times if read[name] is None]
        if len(missing) == 1:
            raise ValidationError(
                f"{times[missing[0]]}を入力してください。障害期間を指定しない場合は、両方を空にしてください。",
                missing[0],
            )


class OpenSchema(TermsSchema, TargetSchema):
    """A new window; whom it is for stands first in the form."""
