"""Groups of commands that end in one line on standard error when something cannot be done."""

from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from app.service_error import ServiceError
from engine.contract import EngineError


class CommandGroup(click.Group):
    """Exit status 1 for what cannot be done, 2 for a command that is written wrongly."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's signature
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (ServiceError, EngineError) as error:
            raise click.ClickException(str(error)) from None
        except SQLAlchemyError as error:
            raise click.ClickException(f"the database failed ({type(error).__name__}); nothing was changed") from None
