"""Whether what is published is one whole, consistent generation."""

from engine.contract import EngineError
from engine.opensearch.client import NodeClient
from engine.opensearch.counting import count_by_insurer
from engine.opensearch.generations import Index, live_index


def check_live(client: NodeClient, prefix: str, key_version: int) -> Index:
    """The live index, if it is one of ours, complete, of these keys, and holds the records it was completed with.

    Raises :class:`EngineError` saying what is wrong.
    """
    live = live_index(client, prefix)
    if not live.meta.complete:
        raise EngineError("The live generation is not complete.")
    if live.meta.key_version != key_version:
        raise EngineError(
            f"The live generation's keys are of version {live.meta.key_version}, this program's of {key_version}."
        )
    if count_by_insurer(client, live.name) != dict(live.meta.insurers):
        raise EngineError("The live generation does not hold the records that it was completed with.")
    return live
