"""The least a look-up can cost: the engine asked for the same rows with nothing of ours around it."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import urllib3

from analyzers import KEY_VERSION
from bench.questions import Question
from engine.open import LOOKUP_TIMEOUT_S
from engine.opensearch.engine import PREFIX
from engine.opensearch.query_body import multi_search, search_body
from engine.query import build_query

_SQL = (
    "SELECT record.source FROM name_key CROSS JOIN record USING (row) "
    "WHERE name_key.birth_date = ? AND name_key.key = ? AND record.sex = ?"
)
_CONNECTIONS = 16


def sqlite_floor(folder: Path) -> Callable[[Question], object]:
    """The bare statement over the index of birth date and name, no condition on the address."""
    (file,) = folder.glob("*.sqlite")
    local = threading.local()

    def ask(question: Question) -> object:
        if not hasattr(local, "connection"):
            local.connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        query = build_query(question.conditions)
        return local.connection.execute(_SQL, (query.birth_date.isoformat(), query.name_key, query.sex)).fetchall()

    return ask


def opensearch_floor(url: str) -> Callable[[Question], object]:
    """The same body posted by urllib3 alone, its answer not even parsed."""
    pool = urllib3.PoolManager(maxsize=_CONNECTIONS)

    def ask(question: Question) -> object:
        query = build_query(question.conditions)
        answer = pool.request(
            "POST",
            f"{url}/{PREFIX}/_msearch",
            body=multi_search(search_body(query, KEY_VERSION), query.birth_date, LOOKUP_TIMEOUT_S),
            headers={"content-type": "application/x-ndjson"},
        )
        if answer.status != 200:  # noqa: PLR2004 -- HTTP OK
            msg = f"the floor's own request failed: {answer.status}"
            raise RuntimeError(msg)
        return answer.data

    return ask
