"""What the clients ask: four facts of people in the sample, as staff would note them from a card."""

import csv
import random
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from engine.query import Conditions
from engine.record import Sex
from indexer.feed.dates import JAPAN, parse_date

_SEED = 7
_HEAD_OF_ADDRESS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """One look-up, as conditions and as the form's fields."""

    conditions: Conditions
    form: dict[str, str]


def questions(feed: Path, count: int) -> list[Question]:
    """So many look-ups of people drawn from the feed, the same for the same feed."""
    with feed.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [_question(row) for row in random.Random(_SEED).choices(rows, k=count)]  # noqa: S311 -- nothing secret


def _question(row: dict[str, str]) -> Question:
    born = parse_date(row["birth_date"])
    place = {"address": row["address"][:_HEAD_OF_ADDRESS]} if row["address"] else {"insurer_name": row["insurer_name"]}
    today = datetime.now(JAPAN).date()
    conditions = Conditions(name=row["name"], birth_date=born, sex=Sex(row["sex"]), as_of=today, **place)
    return Question(conditions, _form(row, born, today, place))


def _form(row: dict[str, str], born: date, today: date, place: dict[str, str]) -> dict[str, str]:
    return {
        "name": row["name"],
        "birth_era": "AD",
        "birth_year": str(born.year),
        "birth_month": str(born.month),
        "birth_day": str(born.day),
        "sex": row["sex"],
        "as_of": today.strftime("%Y/%m/%d"),
        **place,
    }
