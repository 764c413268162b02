"""Days and times as the console's tables show them, in Japan."""

from datetime import date, datetime

from flask import Blueprint

from app.clock import JAPAN


def day_text(day: date) -> str:
    """``2025/11/12``."""
    return f"{day.year}/{day.month:02}/{day.day:02}"


def moment_text(moment: datetime) -> str:
    """``2025/11/12 09:30``, in Japan."""
    there = moment.astimezone(JAPAN)
    return f"{day_text(there)} {there.hour:02}:{there.minute:02}"


def install(blueprint: Blueprint) -> None:
    """Give all templates the filters ``day_text`` and ``moment_text``."""
    blueprint.add_app_template_filter(day_text)
    blueprint.add_app_template_filter(moment_text)
