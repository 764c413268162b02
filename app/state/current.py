"""Refuse to work on a database that is not at this version's tables."""

from sqlalchemy.exc import DBAPIError

from app.service_error import ServiceError
from app.state.database import Database
from app.state.migrate import is_current


class DatabaseNotCurrentError(ServiceError):
    """The database is away, or its tables are of another version."""


def require_current(database: Database) -> None:
    """Raise :class:`DatabaseNotCurrentError` unless the database answers and is migrated."""
    try:
        current = is_current(database)
    except DBAPIError as error:
        kind = type(error.orig).__name__
        raise DatabaseNotCurrentError(f"the database does not answer ({kind}); see SHIKAKU_DATABASE_URL") from None
    if not current:
        raise DatabaseNotCurrentError("the database is not at this version's tables; run: shikaku db upgrade")
