"""[概況]: which windows are open and coming, how the notices' e-mails stand, and what needs attention."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.limit_texts import limit_words
from app.limits import near_limits
from app.mail.listing import count_mails
from app.operator.paging import page_number, paginate
from app.operator.warnings import warnings
from app.operator.windows.listing import next_first, windows_in
from app.services import services

blueprint = Blueprint("overview", __name__)


@blueprint.get("/")
def page() -> ResponseReturnValue:
    """The console's first page."""
    parts, now = services(), services().clock.now()
    with parts.database.session() as session:
        opened = paginate(session, windows_in("open", now), page_number("open"), parameter="open")
        coming = paginate(session, next_first(windows_in("coming", now)), page_number("coming"), parameter="coming")
        mails = count_mails(session)
        near = near_limits(session, parts.settings, now)
    return render_template(
        "operator/overview.html",
        opened=opened,
        coming=coming,
        mails=mails,
        near=near,
        limit_words=limit_words,
        warnings=warnings(parts, mails, now),
        now=now,
    )
