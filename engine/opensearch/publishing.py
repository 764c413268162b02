"""Moving the alias, in one step and by exact names."""

from typing import Any

from engine.contract import EngineError
from engine.generation_name import creation_time
from engine.opensearch.client import NodeClient, RequestFailedError
from engine.opensearch.generations import Index, holders, live_index


def point_to(client: NodeClient, prefix: str, name: str) -> Index:
    """Make the alias name this index alone, and read back that it does.

    Raises :class:`EngineError` if it does not, for instance because another publish came between.
    """
    live = holders(client, prefix)
    if any(creation_time(prefix, holder) is None for holder in live):
        raise EngineError(f"An index that is no generation of ours is, or is named by, {prefix}.")
    actions: list[dict[str, Any]] = [
        {"remove": {"index": holder, "alias": prefix, "must_exist": True}} for holder in live if holder != name
    ]
    actions.append({"add": {"index": name, "alias": prefix}})
    try:
        client.request("POST", "/_aliases", body={"actions": actions})
    except RequestFailedError as error:
        failure = EngineError(f"The alias could not be moved. {error}")
    else:
        now_live = live_index(client, prefix)
        if now_live.name == name:
            return now_live
        failure = EngineError("The alias was moved elsewhere at the same time.")
    raise failure
