"""Groups of commands that end in one line on standard error when something cannot be done."""

from typing import Any, Final

import click
from sqlalchemy.exc import SQLAlchemyError

from app.audit.unavailable import AuditUnavailableError, TrailBehindError
from app.service_error import ServiceError
from app.state.database_files import FilesChangedError
from engine.contract import EngineError

_BEHIND: Final = (
    "the audit trail ends before its checkpoint, so nothing was changed: events were removed, "
    "or an older database is in place; see: shikaku audit verify, shikaku restore"
)


class CommandGroup(click.Group):
    """Exit status 1 for what cannot be done, 2 for a command that is written wrongly."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's signature
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (ServiceError, EngineError) as error:
            raise click.ClickException(str(error)) from None
        except TrailBehindError:
            raise click.ClickException(_BEHIND) from None
        except AuditUnavailableError:
            raise click.ClickException("the audit trail cannot be written; nothing was changed") from None
        except FilesChangedError:
            raise click.ClickException("the database file was replaced meanwhile; try again") from None
        except SQLAlchemyError as error:
            raise click.ClickException(f"the database failed ({type(error).__name__}); nothing was changed") from None
