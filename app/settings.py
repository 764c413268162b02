"""The service's settings, read from ``SHIKAKU_*`` environment variables. docs/settings.md is their table."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Self

from app.mail.address import parse_address
from app.mail.smtp_url import FORMS, parse_smtp_url
from app.service_error import ServiceError
from engine.location import DEFAULT_ENGINE_URL, default_var


class SettingsError(ServiceError):
    """A variable whose value cannot be used. The text names the variable, never its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an operator may choose. Values that may hold a password are left out of ``repr``."""

    engine_url: str = field(default=DEFAULT_ENGINE_URL, repr=False)
    engine_ca_file: Path | None = None
    database_url: str = field(repr=False)
    key_file: Path
    demo_password: str | None = field(default=None, repr=False)
    https: bool = False
    idle_limit: timedelta = timedelta(minutes=30)
    absolute_limit: timedelta = timedelta(hours=12)
    log_ins_per_minute: int = 60
    look_ups_per_minute: int = 300
    account_look_ups_per_hour: int = 200
    account_look_ups_per_day: int = 1000
    institution_look_ups_per_hour: int = 1000
    institution_look_ups_per_day: int = 5000
    require_totp: bool = True
    sessions_per_account: int = 1
    audit_checkpoint_file: Path
    audit_retention_years: int = 5
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str | None = None
    operator_mail: tuple[str, ...] = ()
    trusted_proxies: int = 0
    log_level: str = "info"
    workers: int = 1
    threads: int = 16
    host: str = "127.0.0.1"
    port: int = 8000

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Self:
        """Read all settings; an empty variable counts as not set.

        Raises :class:`SettingsError`.
        """
        read = _Reader(environ)
        var = default_var()
        ca_file = read.text("SHIKAKU_ENGINE_CA_FILE", "")
        return cls(
            engine_url=read.text("SHIKAKU_ENGINE_URL", DEFAULT_ENGINE_URL),
            engine_ca_file=Path(ca_file) if ca_file else None,
            database_url=read.text("SHIKAKU_DATABASE_URL", f"sqlite:///{var / 'service.sqlite'}"),
            key_file=Path(read.text("SHIKAKU_KEY_FILE", str(var / "keys.json"))),
            demo_password=read.text("SHIKAKU_DEMO_PASSWORD", "") or None,
            https=read.flag("SHIKAKU_HTTPS"),
            idle_limit=timedelta(minutes=read.number("SHIKAKU_IDLE_MINUTES", 30, lowest=1)),
            absolute_limit=timedelta(hours=read.number("SHIKAKU_SESSION_HOURS", 12, lowest=1)),
            log_ins_per_minute=read.number("SHIKAKU_LOG_INS_PER_MINUTE", 60, lowest=1),
            look_ups_per_minute=read.number("SHIKAKU_LOOK_UPS_PER_MINUTE", 300, lowest=1),
            account_look_ups_per_hour=read.number("SHIKAKU_ACCOUNT_LOOK_UPS_PER_HOUR", 200, lowest=1),
            account_look_ups_per_day=read.number("SHIKAKU_ACCOUNT_LOOK_UPS_PER_DAY", 1000, lowest=1),
            institution_look_ups_per_hour=read.number("SHIKAKU_INSTITUTION_LOOK_UPS_PER_HOUR", 1000, lowest=1),
            institution_look_ups_per_day=read.number("SHIKAKU_INSTITUTION_LOOK_UPS_PER_DAY", 5000, lowest=1),
            require_totp=read.flag("SHIKAKU_REQUIRE_TOTP", default="1"),
            sessions_per_account=read.number("SHIKAKU_SESSIONS_PER_ACCOUNT", 1, lowest=1),
            audit_checkpoint_file=Path(read.text("SHIKAKU_AUDIT_CHECKPOINT_FILE", str(var / "audit-checkpoint.json"))),
            audit_retention_years=read.number("SHIKAKU_AUDIT_RETENTION_YEARS", 5, lowest=1),
            smtp_url=read.smtp_url("SHIKAKU_SMTP_URL", needs="SHIKAKU_MAIL_FROM"),
            mail_from=read.mail_address("SHIKAKU_MAIL_FROM"),
            operator_mail=read.mail_addresses("SHIKAKU_OPERATOR_MAIL"),
            trusted_proxies=read.number("SHIKAKU_TRUSTED_PROXIES", 0, lowest=0),
            log_level=read.log_level("SHIKAKU_LOG_LEVEL"),
            workers=read.number("SHIKAKU_WORKERS", 1, lowest=1),
            threads=read.number("SHIKAKU_THREADS", 16, lowest=1),
            host=read.text("SHIKAKU_HOST", "127.0.0.1"),
            port=read.port("PORT"),
        )


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str, default: str) -> str:
        return self._environ.get(name, "").strip() or default

    def flag(self, name: str, default: str = "0") -> bool:
        value = self.text(name, default).lower()
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        raise SettingsError(f"{name} must be 1 or 0")

    def number(self, name: str, default: int, *, lowest: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()) or int(value) < lowest:
            raise SettingsError(f"{name} must be a whole number, {lowest} or more")
        return int(value)

    def port(self, name: str) -> int:
        port = self.number(name, 8000, lowest=1)
        if port > 65535:  # noqa: PLR2004 -- the highest TCP port
            raise SettingsError(f"{name} must be a TCP port, 1 to 65535")
        return port

    def log_level(self, name: str) -> str:
        level = self.text(name, "info").lower()
        if level.upper() not in logging.getLevelNamesMapping() or level == "notset":
            raise SettingsError(f"{name} must be debug, info, warning, error or critical")
        return level

    def smtp_url(self, name: str, *, needs: str) -> str | None:
        url = self.text(name, "")
        if not url:
            return None
        try:
            parse_smtp_url(url)
        except ValueError:
            raise SettingsError(f"{name} must be {FORMS}") from None
        if not self.text(needs, ""):
            raise SettingsError(f"{name} needs {needs}, the sender of e-mail")
        return url

    def mail_address(self, name: str) -> str | None:
        return self._checked_address(name, self.text(name, ""))

    def mail_addresses(self, name: str) -> tuple[str, ...]:
        given = (self._checked_address(name, part.strip()) for part in self.text(name, "").split(","))
        return tuple(address for address in given if address)

    def _checked_address(self, name: str, address: str) -> str | None:
        if not address:
            return None
        try:
            parse_address(address)
        except ValueError:
            raise SettingsError(f"{name} holds what is not an e-mail address") from None
        return address
