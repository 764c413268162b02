"""The application of one worker process of the server."""

from multiprocessing.util import Finalize

from flask import Flask

from app.factory import create_app
from app.services import services


def create_worker_app() -> Flask:
    """Make the application, which takes a last checkpoint of the audit trail when its process ends.

    A forked process skips :mod:`atexit`, but not :mod:`multiprocessing`'s own finalizers.

    Raises :class:`app.service_error.ServiceError`.
    """
    app = create_app()
    with app.app_context():
        Finalize(None, services().audit.close, exitpriority=0)
    return app
