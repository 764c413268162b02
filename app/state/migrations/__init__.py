"""Alembic's migrations of the service's database; run by :mod:`app.state.migrate`."""
