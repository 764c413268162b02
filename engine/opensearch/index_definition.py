"""The index of a generation: settings while building and after, and the strict mapping."""

from collections.abc import Mapping
from typing import Any, Final

from analyzers.opensearch import analysis_settings

BUILDING: Final[Mapping[str, Any]] = {
    "refresh_interval": "-1",
    "number_of_replicas": 0,
    "translog": {"durability": "async"},
}
"""Fast and without a net: a generation that is not complete is never published."""

SERVING: Final[Mapping[str, Any]] = {
    "refresh_interval": "1s",
    "auto_expand_replicas": "0-1",
    "translog": {"durability": "request"},
}
"""A copy on a second node as soon as there is one."""

COMPLETE_FIELD: Final = "complete"
"""A field that only the mapping of a complete generation has, and no document.

Every look-up sorts by it: sorting by a field that the mapping lacks is an error, so one request both asks and proves
that what answers is complete, whoever moved the alias.
"""

COMPLETED: Final[Mapping[str, Any]] = {COMPLETE_FIELD: {"type": "boolean", "index": False}}
"""What completing adds to the mapping."""

_STORED: Final = {"type": "keyword", "index": False, "doc_values": False}
_EXACT: Final = {"type": "keyword"}


def version_analyzer(key_version: int) -> str:
    """The name of an analyzer that only indexes of this key version define.

    Every look-up names it. An index of other keys, or one that is none of ours, refuses a query that names an
    analyzer it does not have; so one request both asks and proves that the answer compares like with like. Nothing
    about the alias is remembered between look-ups, and nothing remembered can be stale when it moves.
    """
    return f"shikaku_key_version_{key_version}"


def index_definition(meta: Mapping[str, Any], *, key_version: int, shards: int) -> dict[str, Any]:
    """The body that creates the index; ``meta`` is :mod:`engine.opensearch.index_meta`'s."""
    analysis = analysis_settings()
    version = {version_analyzer(key_version): {"type": "custom", "tokenizer": "keyword"}}
    return {
        "settings": {
            "index": {"number_of_shards": shards, **BUILDING},
            "analysis": {**analysis, "analyzer": {**analysis["analyzer"], **version}},
        },
        "mappings": {
            "_meta": dict(meta),
            "_routing": {"required": True},
            "dynamic": "strict",
            "properties": {
                "person_key": _STORED,
                "person_id": _EXACT,
                "insurer_number": _EXACT,
                "birth_date": _EXACT,
                "sex": _EXACT,
                "name_keys": {"type": "keyword", "normalizer": "shikaku_name"},
                "kana_keys": {"type": "keyword", "normalizer": "shikaku_kana"},
                "address_key": _phrase_field("shikaku_address"),
                "insurer_key": _phrase_field("shikaku_insurer"),
                "source": {"type": "object", "enabled": False},
            },
        },
    }


def _phrase_field(analyzer: str) -> dict[str, Any]:
    return {"type": "text", "analyzer": analyzer, "search_analyzer": "shikaku_tokens", "norms": False}
