"""Days as Japanese sentences have them. Pure."""

from datetime import date


def day_in_words(day: date) -> str:
    """``2025年11月12日``."""
    return f"{day.year}年{day_of_year_in_words(day)}"


def day_of_year_in_words(day: date) -> str:
    """``11月12日``."""
    return f"{day.month}月{day.day}日"
