"""Whether an index is one whole, consistent generation, and whether look-ups reach all of it."""

from typing import Final

from engine.contract import EngineError, EngineUnavailableError
from engine.lookup_time import one_look_up
from engine.opensearch.client import NodeClient
from engine.opensearch.counting import count_by_insurer
from engine.opensearch.generations import Index, index_named, live_index
from engine.opensearch.lookups import Lookups

_HIDING: Final = ("filter", "index_routing", "search_routing")
"""The settings of an alias with which it shows only a part of its index."""


def check_index(client: NodeClient, name: str, key_version: int) -> Index:
    """The index of this name, if it is complete, of these keys, and holds the records it was completed with.

    Raises :class:`EngineError` saying what is wrong.
    """
    index = index_named(client, name)
    if index is None:
        raise EngineError("The generation's index is gone.")
    if not index.meta.complete:
        raise EngineError("The generation is not complete.")
    if index.meta.key_version != key_version:
        raise EngineError(
            f"The generation's keys are of version {index.meta.key_version}, this program's of {key_version}."
        )
    if count_by_insurer(client, index.name) != dict(index.meta.insurers):
        raise EngineError("The generation does not hold the records that it was completed with.")
    return index


def check_live(client: NodeClient, prefix: str, key_version: int) -> Index:
    """The live index, if it is one of ours and :func:`check_index` holds, behind an alias that hides nothing.

    Raises :class:`EngineError` saying what is wrong.
    """
    index = check_index(client, live_index(client, prefix).name, key_version)
    if prefix not in index.aliases:
        raise EngineError("Another generation was published meanwhile.")
    if any(setting in index.aliases[prefix] for setting in _HIDING):
        raise EngineError("The alias has a filter or a routing: look-ups do not reach every record.")
    return index


def check_reached(client: NodeClient, lookups: Lookups, prefix: str) -> Index:
    """The live index, if every shard answers a look-up, and look-ups reach every record it was completed with.

    Counting through the alias notices a filter or a routing in it, and takes no right but that to search.

    Raises :class:`EngineUnavailableError` saying what is wrong.
    """
    with one_look_up():
        lookups.probe()
        live = live_index(client, prefix)
        if lookups.count() != live.meta.records:
            # Between the two requests another generation may have been published; then the second is asked in full.
            published, live = live, live_index(client, prefix)
            if live.name == published.name or lookups.count() != live.meta.records:
                raise EngineUnavailableError("Look-ups do not reach every record of the live generation.")
        if not live.meta.complete:
            raise EngineUnavailableError("The live generation is not complete.")
        return live
