"""The application, put together."""

import os
from types import TracebackType
from typing import Final

from flask import Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import erasure, error_pages, guard, header, logs, security_headers
from app.account_pages.views import blueprint as accounts
from app.audit.keys import AuditKeys
from app.audit.trail import Trail
from app.audit.writer import AuditWriter
from app.clock import Clock
from app.exception_log import log_exception
from app.health.views import blueprint as health
from app.keys import KeyRing, Purpose, read_key_file
from app.login.logged_in import LoggedIn, find_logged_in
from app.login.views import blueprint as login
from app.lookup.views import blueprint as lookup
from app.mail.starting import start_sender
from app.menu.views import blueprint as menu
from app.notices.views import blueprint as notices
from app.operator import upload_limit
from app.operator.views import blueprint as operator
from app.own_account.views import blueprint as own_account
from app.sealer import Sealer
from app.services import Services, provide, services
from app.settings import Settings
from app.state.database import Database
from app.throttle import Throttle
from engine.contract import LookupEngine
from engine.open import open_engine

BLUEPRINTS: Final = (health, login, own_account, menu, lookup, notices, accounts, operator)
"""All pages."""

_LARGEST_REQUEST: Final = 64 * 1024
"""Bytes: a form whose every field is far too long still gets its own message."""


class Service(Flask):
    """Flask, but an error that escapes every handler is logged without its text as well."""

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Log type and place only."""
        if exc_info[1]:
            log_exception("unhandled_error", exc_info[1])


def create_app(
    settings: Settings | None = None, *, clock: Clock | None = None, engine: LookupEngine | None = None
) -> Flask:
    """Make the WSGI application; settings of the environment and the real clock and engine, unless others are given.

    Raises :class:`app.service_error.ServiceError` for a wrong setting or an unusable key file.
    """
    settings = settings or Settings.from_environ(os.environ)
    logs.configure(settings.log_level)
    keys = read_key_file(settings.key_file)
    app = Service("app")
    app.config.update(_config(settings, keys))
    clock = clock or Clock()
    database = Database(settings.database_url, connections=settings.threads, impatient=True)
    trail = Trail(database, AuditKeys.of(keys[Purpose.AUDIT]), settings.audit_checkpoint_file, clock)
    parts = Services(
        settings=settings,
        clock=clock,
        database=database,
        audit=AuditWriter(trail, clock),
        engine=engine or open_engine(settings.engine_url, ca_file=settings.engine_ca_file),
        sealer=Sealer(keys[Purpose.SEARCHES]),
        second_factors=Sealer(keys[Purpose.SECOND_FACTOR]),
        log_ins=Throttle(settings.log_ins_per_minute),
        refused_log_ins=Throttle(1),
        look_ups=Throttle(settings.look_ups_per_minute),
        mail=start_sender(settings, database, clock),
    )
    provide(app, parts)
    _install_parts(app, parts)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.trusted_proxies:
        proxies = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    return app


def _config(settings: Settings, keys: KeyRing) -> dict[str, object]:
    newest, *older = (key.key for key in keys[Purpose.SESSION])
    return {
        "SECRET_KEY": newest,
        "SECRET_KEY_FALLBACKS": older,
        "SESSION_COOKIE_NAME": "__Host-shikaku" if settings.https else "shikaku",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_PATH": "/",
        "MAX_CONTENT_LENGTH": _LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": _LARGEST_REQUEST,
        "PROVIDE_AUTOMATIC_OPTIONS": False,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session, which has its own limits
        "WTF_CSRF_SSL_STRICT": False,  # it wants a Referer, which our Referrer-Policy leaves out
    }


def _install_parts(app: Flask, parts: Services) -> None:
    """The order is the order on a request; for its answer it is the reverse."""
    logs.install(app)
    security_headers.install(app)
    error_pages.install(app)
    _install_login(app)
    erasure.install(app, parts)
    guard.install(app)
    upload_limit.install(app)
    CSRFProtect(app)
    header.install(app)


def _install_login(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None  # the server's own session decides, not the browser's name
    manager.init_app(app, add_context_processor=False)

    def load(token: str) -> LoggedIn | None:
        return find_logged_in(services(), token)

    manager.user_loader(load)
