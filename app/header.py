"""What every page's header shows: institution, account and role."""

from flask import Flask

from app.log_in_stages import Stage
from app.login.logged_in import logged_in_so_far


def install(app: Flask) -> None:
    """Give all templates ``header``."""
    app.context_processor(_header)


def _header() -> dict[str, dict[str, str | bool] | None]:
    """``header``, or ``None`` where nobody is logged in.

    It has ``institution``, ``user_id`` and ``role_name``; ``is_in`` once the log-in is complete.
    """
    user = logged_in_so_far()
    if user is None:
        return {"header": None}
    account = user.account
    return {
        "header": {
            "institution": account.institution_name or "",
            "user_id": account.user_id,
            "role_name": account.role.label,
            "is_in": user.stage is Stage.COMPLETE,
        }
    }
