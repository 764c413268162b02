"""The forms about institutions."""

from app.operator.fields import Code, ConsoleSchema, Line, MailAddress


class ChangeSchema(ConsoleSchema):
    """What may be changed. The code stays: it is what the trail knows the institution by."""

    name = Line("医療機関名")
    mail_address = MailAddress("メールアドレス", required=False)


class NewSchema(ChangeSchema):
    """A new institution."""

    code = Code("医療機関コード")
