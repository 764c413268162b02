"""`/healthz` and `/readyz`, for whoever watches the service. Neither says anything secret."""

from collections.abc import Callable

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.keys import KeyFileError, read_key_file
from app.services import Services, services
from app.state.migrate import is_current
from app.state.models import Account, Window
from engine.contract import EngineUnavailableError

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    """200 once the service has all that a look-up takes, else 503 with the reasons by name.

    That is keys, the database at this version's tables, an account that may log in, a window, and published records
    under this version's keys. Whether the window is open today does not matter: a service between two outages is ready.
    """
    reasons = [reason for check in _CHECKS if (reason := check(services()))]
    try:
        health = services().engine.health()
    except EngineUnavailableError:
        return jsonify(status="not_ready", reasons=[*reasons, "engine_unavailable"]), 503
    if reasons:
        return jsonify(status="not_ready", reasons=reasons), 503
    return jsonify(status="ready", engine=health.engine, generation=health.generation, records=health.records)


def _key_file(services: Services) -> str | None:
    try:
        read_key_file(services.settings.key_file)
    except KeyFileError:
        return "key_file_unusable"
    return None


def _database(services: Services) -> str | None:
    """One reason at a time: each needs what the one before it found right."""
    try:
        if not is_current(services.database):
            return "database_not_migrated"
        with services.database.session() as session:
            if session.scalars(select(Account.id).where(Account.disabled_at.is_(None)).limit(1)).first() is None:
                return "no_account"
            if session.scalars(select(Window.id).limit(1)).first() is None:
                return "no_window"
    except SQLAlchemyError:
        return "database_unavailable"
    return None


_CHECKS: tuple[Callable[[Services], str | None], ...] = (_key_file, _database)
