"""Look-ups: each is one request to the alias, within one time limit even if it is asked twice."""

from datetime import date
from typing import Any

from engine.contract import EngineUnavailableError
from engine.lookup_time import one_look_up, seconds_left
from engine.opensearch.client import NodeClient, RequestFailedError
from engine.opensearch.found import read_count, read_found
from engine.opensearch.query_body import count_body, multi_search, person_body, record_body, search_body
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

    def count(self) -> int:
        """How many records look-ups can reach: of all shards, through whatever stands in the alias."""
        with one_look_up():
            return read_count(self._ask(count_body(), None))

    def _find(self, body: dict[str, Any], birth_date: date | None) -> list[IndexedRecord]:
        with one_look_up():
            return read_found(self._ask(body, birth_date), birth_date)

    def _ask(self, body: dict[str, Any], birth_date: date | None) -> dict[str, Any]:
        lines = multi_search(body, birth_date, seconds_left(self._client.timeout_s))
        return ask(self._client, f"/{self._alias}/_msearch", lines)


def ask(client: NodeClient, path: str, lines: str) -> dict[str, Any]:
    """Ask, and once more if the connection broke and time is left: a kept connection breaks when a node restarts."""
    try:
        return client.request("POST", path, body=lines)
    except RequestFailedError as error:
        if error.status is not None or error.timed_out:
            raise
    return client.request("POST", path, body=lines)
