"""Counting what an index holds, independently of what was written."""

from typing import Any, Final

from engine.contract import EngineError
from engine.opensearch.client import NodeClient

_PAGE: Final = 1000


def count_by_insurer(client: NodeClient, index: str) -> dict[str, int]:
    """Count an index's records by insurer number, as of its last refresh.

    Raises :class:`EngineError` if any part of it did not answer.
    """
    counts: dict[str, int] = {}
    after: dict[str, Any] = {}
    while True:
        answer = client.request(
            "POST",
            f"/{index}/_search",
            params={"allow_partial_search_results": "false"},
            body=_page(after),
        )
        if answer.get("timed_out") is not False or answer.get("_shards", {}).get("failed") != 0:
            raise EngineError("A part of the index could not be counted.")
        page = answer["aggregations"]["insurers"]
        counts |= {bucket["key"]["insurer_number"]: bucket["doc_count"] for bucket in page["buckets"]}
        if "after_key" not in page:
            return counts
        after = {"after": page["after_key"]}


def _page(after: dict[str, Any]) -> dict[str, Any]:
    by_insurer = {"insurer_number": {"terms": {"field": "insurer_number"}}}
    return {
        "size": 0,
        "track_total_hits": False,
        "aggs": {"insurers": {"composite": {"size": _PAGE, "sources": [by_insurer], **after}}},
    }
