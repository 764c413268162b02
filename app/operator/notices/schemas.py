"""The form of a message."""

from marshmallow import fields

from app.operator.target import TargetSchema


class MessageSchema(TargetSchema):
    """Whom it is for, and its words, which the notices themselves check."""

    title = fields.String(load_default="")
    body = fields.String(load_default="")
