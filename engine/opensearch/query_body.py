"""Look-ups as request bodies. Pure: nothing is asked here.

All conditions filter, none scores. Patients' facts stand in bodies only, never in a URL, since URLs are logged: the
birth date that routes a look-up to its one shard goes into the header line of a multi-search of one search.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from analyzers.partial import phrase_variants
from engine.answer import MATCH_LIMIT
from engine.opensearch.index_definition import COMPLETE_FIELD, version_analyzer
from engine.query import Query

_ORDER_OF_COMPLETE: Final[Mapping[str, str]] = {COMPLETE_FIELD: "asc"}
"""Orders nothing; it is there to name the field, see ``index_definition.COMPLETE_FIELD``."""


def search_body(query: Query, key_version: int) -> dict[str, Any]:
    """Every condition of the query."""
    conditions = [_born(query.birth_date), {"term": {"sex": query.sex.value}}]
    if query.name_key is not None:
        conditions.append({"term": {"name_keys": query.name_key}})
    if query.kana_key is not None:
        conditions.append({"term": {"kana_keys": query.kana_key}})
    conditions += [_contains("address_key", phrase) for phrase in query.address_phrases]
    conditions += [_contains("insurer_key", phrase) for phrase in query.insurer_phrases]
    return _body(conditions, key_version)


def person_body(person_id: str, birth_date: date, key_version: int) -> dict[str, Any]:
    """The records of one person."""
    return _body([_born(birth_date), {"term": {"person_id": person_id}}], key_version)


def record_body(record_id: str, birth_date: date | None, key_version: int) -> dict[str, Any]:
    """One record."""
    conditions = [{"ids": {"values": [record_id]}}]
    if birth_date is not None:
        conditions.append(_born(birth_date))
    return _body(conditions, key_version)


def count_body() -> dict[str, Any]:
    """All records, counted and not given."""
    return {"size": 0, "track_total_hits": True, "query": {"match_all": {}}}


def multi_search(body: dict[str, Any], birth_date: date | None, timeout_s: float) -> str:
    """The one search as a multi-search: to the birth date's shard, or to all; whole or not at all."""
    header: dict[str, Any] = {"allow_partial_search_results": False}
    if birth_date is not None:
        header["routing"] = routing(birth_date.isoformat())
    limited = {**body, "timeout": f"{max(1, int(timeout_s * 1000))}ms"}
    return f"{_line(header)}\n{_line(limited)}\n"


def routing(birth_date: str) -> str:
    """What decides the shard, of documents and of look-ups alike: the birth date in ISO form."""
    return birth_date


def _body(conditions: Iterable[dict[str, Any]], key_version: int) -> dict[str, Any]:
    return {
        "size": MATCH_LIMIT + 1,
        "track_total_hits": False,
        "_source": ["person_key", "source"],
        "query": {"bool": {"filter": list(conditions)}},
        "post_filter": {"bool": {"must_not": [_born_nowhere(key_version)]}},
        "sort": [_ORDER_OF_COMPLETE],
    }


def _born_nowhere(key_version: int) -> dict[str, Any]:
    """Excludes nobody; it is there to name the analyzer, see ``index_definition.version_analyzer``.

    It stands apart from the query: a condition on a field that an index lacks makes OpenSearch drop a whole query, and
    answer that nothing was found, without reading the rest of it.
    """
    return {"match": {"birth_date": {"query": "-", "analyzer": version_analyzer(key_version)}}}


def _born(birth_date: date) -> dict[str, Any]:
    return {"term": {"birth_date": birth_date.isoformat()}}


def _contains(field: str, phrase: str) -> dict[str, Any]:
    """``analyzers.contains`` as a query: a run of tokens is a phrase."""
    runs = [{"match_phrase": {field: variant}} for variant in phrase_variants(phrase)]
    return runs[0] if len(runs) == 1 else {"bool": {"should": runs, "minimum_should_match": 1}}


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
