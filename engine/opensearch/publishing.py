"""Moving the alias, in one step and by exact names."""

import time
from collections.abc import Callable
from typing import Any, Final

from engine.contract import EngineError, PublicationUnknownError
from engine.generation_name import creation_time
from engine.opensearch.client import NodeClient, RequestFailedError
from engine.opensearch.generations import Index, holders, live_index

READINGS: Final = 6
PAUSE_S: Final = 1.0
"""How often, and in what distance, the alias is read after a move whose answer was lost."""

_READING_TIMEOUT_S: Final = 5.0
_REFUSALS: Final = range(400, 500)


def point_to(client: NodeClient, prefix: str, name: str, *, pause: Callable[[float], None] = time.sleep) -> Index:
    """Make the alias name this index alone, and read back that it does.

    Raises :class:`EngineError` if it does not, for instance because another publish came between, and
    :class:`PublicationUnknownError` if that cannot be told.
    """
    live = holders(client, prefix)
    if any(creation_time(prefix, holder) is None for holder in live):
        raise EngineError(f"An index that is no generation of ours is, or is named by, {prefix}.")
    actions: list[dict[str, Any]] = [
        {"remove": {"index": holder, "alias": prefix, "must_exist": True}} for holder in live if holder != name
    ]
    actions.append({"add": {"index": name, "alias": prefix}})
    done = _move(client, actions)
    for reading in range(READINGS):
        if reading:
            pause(PAUSE_S)
        found = _live_now(client, prefix)
        if found is not None and found.name == name:
            return found
        if found is not None and done:
            raise EngineError("The alias was moved elsewhere at the same time.")
    raise PublicationUnknownError(
        f"It is not known whether {name} was published: OpenSearch did not say, and may do it yet. It was left as it "
        "is. List the generations to see which one is live."
    )


def _move(client: NodeClient, actions: list[dict[str, Any]]) -> bool:
    """Whether the alias is moved for sure; if not, it may be, now or later.

    Raises :class:`EngineError` if it is sure that it is not and will not be.
    """
    try:
        answer = client.request("POST", "/_aliases", body={"actions": actions})
    except RequestFailedError as error:
        if error.may_have_arrived and error.status not in _REFUSALS:
            return False
        failure = EngineError(f"The alias could not be moved. {error}")
    else:
        return answer.get("acknowledged") is True
    raise failure


def _live_now(client: NodeClient, prefix: str) -> Index | None:
    """The live index; ``None`` if there is none, or none that can be read."""
    try:
        return live_index(client, prefix, timeout_s=_READING_TIMEOUT_S)
    except EngineError:
        return None
