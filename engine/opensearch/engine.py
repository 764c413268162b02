"""The OpenSearch engine behind the contract. See :mod:`engine.contract` for what each method means."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from analyzers import KEY_VERSION
from engine.contract import Generation, Health
from engine.generation_name import new_generation_name
from engine.opensearch.building import OpenSearchPrivateGeneration
from engine.opensearch.client import NodeClient
from engine.opensearch.generations import all_indexes, describe
from engine.opensearch.lookups import Lookups
from engine.opensearch.verification import check_live, check_reached
from engine.query import Query
from engine.record import IndexedRecord
from engine.url import OpenSearchNode

PREFIX: Final = "shikaku-records"
"""The alias, and what the name of every index begins with."""

LOOKUP_CONNECTIONS: Final = 32
"""Kept open for look-ups: more than a worker has threads."""

BUILDING_TIMEOUT_S: Final = 120.0

_BUILDING_CONNECTIONS: Final = 4


class OpenSearchLookupEngine:
    """Look-ups in the index that the alias names.

    ``timeout_s``: the longest a look-up may take, in seconds, see :class:`engine.opensearch.client.NodeClient`.
    """

    def __init__(
        self,
        node: OpenSearchNode,
        *,
        ca_file: Path | None = None,
        timeout_s: float = 2.0,
        prefix: str = PREFIX,
        key_version: int = KEY_VERSION,
    ) -> None:
        self._prefix = prefix
        self._key_version = key_version
        self._client = NodeClient(node, ca_file=ca_file, connections=LOOKUP_CONNECTIONS, timeout_s=timeout_s)
        self._lookups = Lookups(self._client, prefix, key_version)

    def search(self, query: Query) -> list[IndexedRecord]:
        """Every matching record."""
        return self._lookups.search(query)

    def person(self, person_id: str, birth_date: date) -> list[IndexedRecord]:
        """All records of a person."""
        return self._lookups.person(person_id, birth_date)

    def get(self, record_id: str, birth_date: date | None = None) -> IndexedRecord | None:
        """One record."""
        return self._lookups.get(record_id, birth_date)

    def health(self) -> Health:
        """Whether look-ups are answered, by every shard and from every record."""
        live = check_reached(self._client, self._lookups, self._prefix)
        return Health(engine="opensearch", generation=live.name, records=live.meta.records)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


class OpenSearchIndexEngine(OpenSearchLookupEngine):
    """The same, and the building of generations, through a client of its own that may wait longer."""

    def __init__(
        self,
        node: OpenSearchNode,
        *,
        ca_file: Path | None = None,
        timeout_s: float = 2.0,
        prefix: str = PREFIX,
        key_version: int = KEY_VERSION,
    ) -> None:
        super().__init__(node, ca_file=ca_file, timeout_s=timeout_s, prefix=prefix, key_version=key_version)
        self._building = NodeClient(
            node, ca_file=ca_file, connections=_BUILDING_CONNECTIONS, timeout_s=BUILDING_TIMEOUT_S
        )

    def generations(self) -> list[Generation]:
        """All generations behind or beside the alias."""
        return [describe(index, self._prefix) for index in all_indexes(self._building, self._prefix)]

    def begin(self, *, shards: int = 2) -> OpenSearchPrivateGeneration:
        """Start a new index."""
        name = new_generation_name(self._prefix, datetime.now(UTC))
        return OpenSearchPrivateGeneration(
            self._building, self._prefix, name, key_version=self._key_version, shards=shards
        )

    def verify(self) -> Generation:
        """The live generation, if its index is consistent."""
        return describe(check_live(self._building, self._prefix, self._key_version), self._prefix)

    def close(self) -> None:
        """Close the connections of both clients."""
        super().close()
        self._building.close()
