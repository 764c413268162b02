import json
from datetime import date

from engine.opensearch.query_body import count_body, multi_search, person_body, record_body, search_body
from engine.query import Query
from engine.record import Sex

BORN = date(1950, 4, 1)
GUARD = {"match": {"birth_date": {"query": "-", "analyzer": "shikaku_key_version_7"}}}


def test_every_condition_of_a_query_filters_and_none_scores() -> None:
    query = Query(
        birth_date=BORN,
        sex=Sex.MALE,
        name_key="照会太郎",
        kana_key="シヨウカイタロウ",
        address_phrases=("府中市", "3丁目"),
        insurer_phrases=("見本市",),
    )

    assert search_body(query, 7) == {
        "size": 65,
        "track_total_hits": False,
        "_source": ["person_key", "source"],
        "query": {
            "bool": {
                "filter": [
                    {"term": {"birth_date": "1950-04-01"}},
                    {"term": {"sex": "1"}},
                    {"term": {"name_keys": "照会太郎"}},
                    {"term": {"kana_keys": "シヨウカイタロウ"}},
                    {"match_phrase": {"address_key": "府中市"}},
                    {"match_phrase": {"address_key": "3丁目"}},
                    {"match_phrase": {"insurer_key": "見本市"}},
                ]
            }
        },
        "post_filter": {"bool": {"must_not": [GUARD]}},
        "sort": [{"complete": "asc"}],
    }


def test_what_was_not_typed_is_no_condition() -> None:
    conditions = search_body(Query(birth_date=BORN, sex=Sex.FEMALE, name_key="照会花子"), 7)["query"]["bool"]["filter"]

    assert conditions == [
        {"term": {"birth_date": "1950-04-01"}},
        {"term": {"sex": "2"}},
        {"term": {"name_keys": "照会花子"}},
    ]


def test_a_phrase_that_begins_with_a_prefecture_runs_without_the_boundary_or_across_it() -> None:
    query = Query(birth_date=BORN, sex=Sex.MALE, address_phrases=("東京都|府中市",))

    assert search_body(query, 7)["query"]["bool"]["filter"][-1] == {
        "bool": {
            "should": [
                {"match_phrase": {"address_key": "東京都府中市"}},
                {"match_phrase": {"address_key": "東京都|府中市"}},
            ],
            "minimum_should_match": 1,
        }
    }


def test_every_kind_of_look_up_names_what_only_a_complete_generation_of_its_key_version_has() -> None:
    bodies = [
        search_body(Query(birth_date=BORN, sex=Sex.MALE), 7),
        person_body("P1", BORN, 7),
        record_body("id", BORN, 7),
        record_body("id", None, 7),
    ]

    assert [body["post_filter"] for body in bodies] == [{"bool": {"must_not": [GUARD]}}] * 4
    assert [body["sort"] for body in bodies] == [[{"complete": "asc"}]] * 4


def test_a_person_and_a_record_are_found_by_id_and_birth_date() -> None:
    assert person_body("P1", BORN, 7)["query"]["bool"]["filter"] == [
        {"term": {"birth_date": "1950-04-01"}},
        {"term": {"person_id": "P1"}},
    ]
    assert record_body("id", BORN, 7)["query"]["bool"]["filter"] == [
        {"ids": {"values": ["id"]}},
        {"term": {"birth_date": "1950-04-01"}},
    ]
    assert record_body("id", None, 7)["query"]["bool"]["filter"] == [{"ids": {"values": ["id"]}}]


def test_counting_gives_no_record_and_leaves_none_out() -> None:
    assert count_body() == {"size": 0, "track_total_hits": True, "query": {"match_all": {}}}


def test_a_look_up_goes_to_the_birth_date_s_shard_whole_or_not_at_all_and_in_time() -> None:
    header, body = map(json.loads, multi_search({"size": 65}, BORN, 2.0).splitlines())

    assert header == {"allow_partial_search_results": False, "routing": "1950-04-01"}
    assert body == {"size": 65, "timeout": "2000ms"}


def test_without_a_birth_date_every_shard_is_asked() -> None:
    header, _ = map(json.loads, multi_search({}, None, 2.0).splitlines())

    assert header == {"allow_partial_search_results": False}


def test_line_breaks_in_a_text_do_not_break_the_lines() -> None:
    assert multi_search(record_body("a\nb\r\u2028", BORN, 7), BORN, 2.0).count("\n") == 2
