"""Which generations there are, and which one the alias names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.contract import EngineError, EngineUnavailableError, Generation
from engine.generation_name import creation_time
from engine.opensearch.client import NodeClient, RequestFailedError
from engine.opensearch.index_meta import IndexMeta, read_meta

_NOT_FOUND: Final = 404
_ONLY: Final = {"filter_path": "*.aliases,*.mappings.dynamic,*.mappings._meta"}


@dataclass(frozen=True, slots=True)
class Index:
    """An index of ours: what it says about itself, and the settings of each alias that names it."""

    name: str
    meta: IndexMeta
    aliases: Mapping[str, Mapping[str, Any]]


def all_indexes(client: NodeClient, prefix: str) -> list[Index]:
    """Every index exactly of our naming, oldest first."""
    answer = _described(client, f"{prefix}-*")
    return [_index(name, answer[name]) for name in sorted(answer) if creation_time(prefix, name) is not None]


def index_named(client: NodeClient, name: str) -> Index | None:
    """The index of this very name; ``None`` if there is none."""
    answer = _described(client, name)
    return _index(name, answer[name]) if name in answer else None


def live_index(client: NodeClient, prefix: str, *, timeout_s: float | None = None) -> Index:
    """The one index that the alias names; of its aliases no other is told, and not the alias's settings.

    Raises :class:`EngineUnavailableError` if that is not exactly one of ours.
    """
    answer = _described(client, f"{prefix}/_mapping", timeout_s)
    if not answer:
        raise EngineUnavailableError("Nothing is published.")
    if len(answer) > 1:
        raise EngineUnavailableError("More than one generation is live.")
    ((name, description),) = answer.items()
    if creation_time(prefix, name) is None:
        raise EngineUnavailableError("What is live is no generation of ours.")
    return _index(name, {**description, "aliases": {prefix: {}}})


def holders(client: NodeClient, prefix: str) -> list[str]:
    """The names of all indexes that the alias names, whoever made them; the alias's own if an index has it."""
    return sorted(_described(client, prefix))


def describe(index: Index, prefix: str) -> Generation:
    """The index as a generation."""
    created_at = creation_time(prefix, index.name)
    if created_at is None:
        raise EngineError("An index is not of our naming.")
    return Generation(
        name=index.name,
        created_at=created_at,
        key_version=index.meta.key_version,
        records=index.meta.records,
        complete=index.meta.complete,
        live=prefix in index.aliases,
        insurers=index.meta.insurers,
    )


def _described(client: NodeClient, path: str, timeout_s: float | None = None) -> dict[str, Any]:
    try:
        return client.request("GET", f"/{path}", params=dict(_ONLY), timeout_s=timeout_s)
    except RequestFailedError as error:
        if error.status == _NOT_FOUND:
            return {}
        raise


def _index(name: str, description: Mapping[str, Any]) -> Index:
    mappings = description.get("mappings", {})
    return Index(name, read_meta(mappings.get("_meta")), description.get("aliases", {}))
