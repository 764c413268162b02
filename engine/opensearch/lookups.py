"""Look-ups: each is one request to the alias, all within one time limit."""

import time
from datetime import date
from typing import Any

from engine.contract import EngineUnavailableError
from engine.opensearch.client import NodeClient, RequestFailedError
from engine.opensearch.found import read_found
from engine.opensearch.query_body import multi_search, person_body, record_body, search_body
from engine.query import Query
from engine.record import IndexedRecord


class Lookups:
    """Asks for records. ``alias`` names the live generation's index."""

    def __init__(self, client: NodeClient, alias: str, key_version: int) -> None:
        self._client = client
        self._alias = alias
        self._key_version = key_version

    def search(self, query: Query) -> list[IndexedRecord]:
        """Every matching record."""
        return self._find(search_body(query, self._key_version), query.birth_date)

    def person(self, person_id: str, birth_date: date) -> list[IndexedRecord]:
        """All records of a person."""
        return self._find(person_body(person_id, birth_date, self._key_version), birth_date)

    def get(self, record_id: str, birth_date: date | None) -> IndexedRecord | None:
        """One record."""
        found = self._find(record_body(record_id, birth_date, self._key_version), birth_date)
        if len(found) > 1:
            raise EngineUnavailableError("More than one generation is live.")
        return found[0] if found else None

    def probe(self) -> None:
        """Ask every shard for a record that is not there."""
        self.get("-", None)

    def _find(self, body: dict[str, Any], birth_date: date | None) -> list[IndexedRecord]:
        lines = multi_search(body, birth_date, self._client.timeout_s)
        return read_found(ask(self._client, f"/{self._alias}/_msearch", lines), birth_date)


def ask(client: NodeClient, path: str, lines: str) -> dict[str, Any]:
    """Ask, and once more if the connection broke and time is left: a kept connection breaks when a node restarts."""
    give_up = time.monotonic() + client.timeout_s
    try:
        return client.request("POST", path, body=lines)
    except RequestFailedError as error:
        left = give_up - time.monotonic()
        if error.status is not None or error.timed_out or left <= 0:
            raise
    return client.request("POST", path, body=lines, timeout_s=left)
