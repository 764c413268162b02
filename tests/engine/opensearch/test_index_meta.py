import json

import pytest

from engine.opensearch.index_meta import UNKNOWN, IndexMeta, read_meta


@pytest.mark.parametrize("complete", [True, False])
def test_what_an_index_says_about_itself_is_read_back(complete: bool) -> None:
    meta = IndexMeta(key_version=3, complete=complete, insurers={"138057": 2})

    assert read_meta(json.loads(json.dumps(meta.to_json()))) == meta


@pytest.mark.parametrize(
    "value",
    [
        None,
        "complete",
        [],
        {},
        {"key_version": "1", "state": "complete", "insurers": {}},
        {"key_version": 1, "state": "complete"},
        {"key_version": 1, "state": "complete", "insurers": {"138057": "2"}},
    ],
)
def test_anything_else_is_of_no_version_and_not_complete(value: object) -> None:
    assert read_meta(value) == UNKNOWN
    assert not UNKNOWN.complete


def test_records_are_the_sum_over_insurers() -> None:
    assert IndexMeta(key_version=1, insurers={"138057": 2, "06139999": 3}).records == 5
