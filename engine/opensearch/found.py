"""Reading the answer to a look-up: whole and sound, or no answer at all."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from marshmallow import ValidationError

from engine.contract import EngineUnavailableError
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


def _read(answer: Mapping[str, Any], birth_date: date | None) -> list[IndexedRecord]:
    (found,) = answer["responses"]
    _check_status(found)
    _check_whole(found, one_shard=birth_date is not None)
    records = [
        IndexedRecord(_text(hit["_id"]), _text(hit["_source"]["person_key"]), from_source(hit["_source"]["source"]))
        for hit in found["hits"]["hits"]
    ]
    if birth_date is not None and any(match.record.birth_date != birth_date for match in records):
        raise EngineUnavailableError("OpenSearch gave a record that was not asked for.")
    return records


def _check_status(found: Mapping[str, Any]) -> None:
    if found["status"] == _NOT_FOUND:
        raise EngineUnavailableError("Nothing is published.")
    if "analyzer" in str(found.get("error", {}).get("root_cause", "")):
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


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
