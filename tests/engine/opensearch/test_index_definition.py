from engine.opensearch.index_definition import COMPLETE_FIELD, COMPLETED, index_definition, version_analyzer


def test_the_mapping_is_strict_and_every_document_needs_a_routing() -> None:
    mappings = index_definition({}, key_version=1, shards=2)["mappings"]

    assert mappings["dynamic"] == "strict"
    assert mappings["_routing"] == {"required": True}


def test_only_the_version_s_own_analyzer_is_defined() -> None:
    analyzers = index_definition({}, key_version=3, shards=2)["settings"]["analysis"]["analyzer"]

    assert [name for name in analyzers if name.startswith("shikaku_key_version")] == [version_analyzer(3)]


def test_while_building_there_is_no_refresh_and_no_copy() -> None:
    index = index_definition({}, key_version=1, shards=5)["settings"]["index"]

    assert (index["number_of_shards"], index["number_of_replicas"], index["refresh_interval"]) == (5, 0, "-1")


def test_two_definitions_of_different_versions_share_nothing_that_changes() -> None:
    one, other = (index_definition({}, key_version=version, shards=1) for version in (1, 2))

    assert version_analyzer(2) not in one["settings"]["analysis"]["analyzer"]
    assert version_analyzer(1) not in other["settings"]["analysis"]["analyzer"]


def test_an_index_begins_without_the_field_that_only_complete_ones_have() -> None:
    assert COMPLETE_FIELD not in index_definition({}, key_version=1, shards=1)["mappings"]["properties"]
    assert COMPLETED.keys() == {COMPLETE_FIELD}
