"""Reading the answer to a look-up: whole and sound, or no answer at all."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from marshmallow import ValidationError

from engine.contract import EngineUnavailableError
from engine.opensearch.index_definition import COMPLETE_FIELD
from engine.record import IndexedRecord
from engine.source import from_source

_OK: Final = 200
_NOT_FOUND: Final = 404


def read_found(answer: Mapping[str, Any], birth_date: date | None) -> list[IndexedRecord]:
    """The records in the answer to a multi-search of one search.

    ``birth_date``: the one asked for, if one was; then one shard must have answered, and for this date only.

    Raises :class:`EngineUnavailableError` for an error, a part that failed or timed out, more than one index behind
    the alias, or anything malformed.
    """
    try:
        return _read(answer, birth_date)
    except EngineUnavailableError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, ValidationError):
        failure = EngineUnavailableError("OpenSearch's answer, or a stored record, is not what it should be.")
    raise failure


def read_count(answer: Mapping[str, Any]) -> int:
    """The number of records in the answer to a multi-search of one search that counts.

    Raises as :func:`read_found`.
    """
    try:
        found = _whole(answer, one_shard=False)
        return _exact(found["hits"]["total"])
    except EngineUnavailableError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError):
        failure = EngineUnavailableError("OpenSearch's answer is not what it should be.")
    raise failure


def _read(answer: Mapping[str, Any], birth_date: date | None) -> list[IndexedRecord]:
    found = _whole(answer, one_shard=birth_date is not None)
    records = [
        IndexedRecord(_text(hit["_id"]), _text(hit["_source"]["person_key"]), from_source(hit["_source"]["source"]))
        for hit in found["hits"]["hits"]
    ]
    if birth_date is not None and any(match.record.birth_date != birth_date for match in records):
        raise EngineUnavailableError("OpenSearch gave a record that was not asked for.")
    return records


def _whole(answer: Mapping[str, Any], *, one_shard: bool) -> Mapping[str, Any]:
    """The one search's answer, if every shard asked has answered in time."""
    found: Mapping[str, Any]
    (found,) = answer["responses"]
    _check_status(found)
    _check_whole(found, one_shard=one_shard)
    return found


def _check_status(found: Mapping[str, Any]) -> None:
    if found["status"] == _NOT_FOUND:
        raise EngineUnavailableError("Nothing is published.")
    cause = str(found.get("error", {}).get("root_cause", ""))
    if f"No mapping found for [{COMPLETE_FIELD}]" in cause:
        raise EngineUnavailableError("The live generation is not complete.")
    if "analyzer" in cause:
        raise EngineUnavailableError("The live generation's keys are of another version than this service's.")
    if found["status"] != _OK or "error" in found:
        raise EngineUnavailableError("OpenSearch answered a look-up with an error.")


def _check_whole(found: Mapping[str, Any], *, one_shard: bool) -> None:
    shards = found["_shards"]
    if found["timed_out"] is not False:
        raise EngineUnavailableError("OpenSearch did not finish a look-up in time.")
    if shards["failed"] != 0 or shards["successful"] != shards["total"] or shards["total"] < 1:
        raise EngineUnavailableError("A part of OpenSearch did not answer.")
    if one_shard and shards["total"] != 1:
        raise EngineUnavailableError("More than one generation is live.")


def _exact(total: Mapping[str, Any]) -> int:
    if total["relation"] != "eq":
        raise ValueError
    return int(total["value"])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
