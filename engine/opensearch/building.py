"""A generation being built: written, completed, published or discarded."""

import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from engine.contract import EngineError, Generation, IncompleteGenerationError
from engine.document import Document
from engine.opensearch.bulk import requests, send
from engine.opensearch.client import NodeClient, RequestFailedError
from engine.opensearch.counting import count_by_insurer
from engine.opensearch.generations import Index, describe, index_named
from engine.opensearch.index_definition import COMPLETED, SERVING, index_definition
from engine.opensearch.index_meta import IndexMeta
from engine.opensearch.publishing import point_to
from engine.opensearch.verification import check_index
from engine.opensearch.written import Written

COPIES_WAIT_S: Final = 600.0
"""How long a complete generation may take to be copied to its replicas, in seconds."""

_POLL_S: Final = 20
_NOT_FOUND: Final = 404
_TIMED_OUT: Final = 408


class OpenSearchPrivateGeneration:
    """See :class:`engine.contract.PrivateGeneration`."""

    def __init__(self, client: NodeClient, prefix: str, name: str, *, key_version: int, shards: int) -> None:
        self.name = name
        self._client = client
        self._prefix = prefix
        self._meta = IndexMeta(key_version=key_version)
        self._written = Written()
        self._open_for_writing = True
        _create(client, name, index_definition(self._meta.to_json(), key_version=key_version, shards=shards))

    def write(self, batch: Iterable[Document]) -> None:
        """Store documents in requests of a good size."""
        if not self._open_for_writing:
            raise EngineError("This generation takes no more documents.")
        self._open_for_writing = False
        for entries in requests(batch):
            send(self._client, self.name, entries, self._written)
        self._open_for_writing = True

    def complete(self) -> Generation:
        """Count, make it durable and copied, and mark it complete."""
        if not self._open_for_writing:
            raise IncompleteGenerationError("A write failed, or it was completed or discarded before.")
        self._open_for_writing = False
        self._request("POST", "_refresh")
        there = count_by_insurer(self._client, self.name)
        written = self._written.by_insurer()
        self._written.close()
        if there != written:
            raise IncompleteGenerationError(
                f"{written.total()} records were written, {sum(there.values())} are there, "
                "or they belong to other insurers."
            )
        self._request("PUT", "_settings", body={"index": dict(SERVING)})
        self._request("POST", "_flush")
        self._wait_for_copies()
        self._meta = replace(self._meta, complete=True, insurers=there)
        self._request("PUT", "_mapping", body={"_meta": self._meta.to_json(), "properties": dict(COMPLETED)})
        return describe(self._index(), self._prefix)

    def verify(self) -> Generation:
        """Count it once more, and read what its index says of itself."""
        return describe(check_index(self._client, self.name, self._meta.key_version), self._prefix)

    def publish(self) -> Generation:
        """Move the alias to it, if its index says that it is complete."""
        if not self._index().meta.complete:
            raise IncompleteGenerationError("Only a complete generation can be published.")
        return describe(point_to(self._client, self._prefix, self.name), self._prefix)

    def discard(self) -> None:
        """Delete its index, by its exact name."""
        index = index_named(self._client, self.name)
        if index is not None and index.aliases:
            raise EngineError("The live generation cannot be discarded.")
        self._open_for_writing = False
        self._written.close()
        if index is not None:
            self._client.request("DELETE", f"/{self.name}")

    def _index(self) -> Index:
        index = index_named(self._client, self.name)
        if index is None:
            raise EngineError("The generation's index is gone.")
        return index

    def _request(self, method: str, action: str, body: dict[str, object] | None = None) -> None:
        answer = self._client.request(method, f"/{self.name}/{action}", body=body)
        if answer.get("_shards", {}).get("failed", 0) != 0:
            raise EngineError(f"A part of the index failed: {action}")

    def _wait_for_copies(self) -> None:
        """Wait until every replica that the cluster has room for is there."""
        give_up = time.monotonic() + COPIES_WAIT_S
        params = {"wait_for_status": "green", "wait_for_no_initializing_shards": "true", "timeout": f"{_POLL_S}s"}
        while time.monotonic() < give_up:
            try:
                self._client.request("GET", f"/_cluster/health/{self.name}", params=dict(params))
            except RequestFailedError as error:
                if error.status != _TIMED_OUT:
                    raise
            else:
                return
        raise EngineError("The index could not be copied to its replicas in time.")


def _create(client: NodeClient, name: str, definition: dict[str, Any]) -> None:
    """Create the index with all its shards, or leave none of this name behind."""
    started = False
    try:
        made = client.request("PUT", f"/{name}", params={"wait_for_active_shards": "all"}, body=definition)
        started = made.get("shards_acknowledged") is True
    finally:
        if not started:
            # It may be there although nobody said so; if it is not, there is nothing to delete.
            with suppress(EngineError):
                client.request("DELETE", f"/{name}")
    if not started:
        raise EngineError("The new index's shards did not start.")
