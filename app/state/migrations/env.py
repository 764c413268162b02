"""Alembic runs this for each command; the connection comes from :mod:`app.state.migrate`."""

from alembic import context

from app.state.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
