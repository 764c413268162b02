"""Moving the alias, in one step and by exact names."""

from typing import Any

from engine.contract import EngineError
from engine.opensearch.client import NodeClient, RequestFailedError
from engine.opensearch.generations import Index, all_indexes, live_index


def point_to(client: NodeClient, prefix: str, name: str) -> Index:
    """Make the alias name this index alone, and read back that it does.

    Raises :class:`EngineError` if it does not, for instance because another publish came between.
    """
    holders = [index.name for index in all_indexes(client, prefix) if prefix in index.aliases]
    actions: list[dict[str, Any]] = [
        {"remove": {"index": holder, "alias": prefix, "must_exist": True}} for holder in holders if holder != name
    ]
    actions.append({"add": {"index": name, "alias": prefix}})
    try:
        client.request("POST", "/_aliases", body={"actions": actions})
    except RequestFailedError as error:
        failure = EngineError(f"The alias could not be moved. {error}")
    else:
        live = live_index(client, prefix)
        if live.name == name:
            return live
        failure = EngineError("The alias was moved elsewhere at the same time.")
    raise failure
