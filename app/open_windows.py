"""The windows that are open for whoever sent the current request."""

from collections.abc import Sequence

from flask import g

from app.login.logged_in import logged_in
from app.services import services
from app.state.models import Window
from app.windows import open_windows_of


def open_windows() -> Sequence[Window]:
    """Those for the account's institution as the request came; the database is asked once a request."""
    user = logged_in()
    if user is None:
        return []
    if "open_windows" not in g:
        now = services().clock.now()
        with services().database.session() as session:
            g.open_windows = open_windows_of(session, user.account.institution_id, now)
    found: Sequence[Window] = g.open_windows
    return found
