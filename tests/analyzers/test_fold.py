"""The machinery of folds: rules, character maps, normal forms, and passes until nothing changes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.fold import CharMap, Compatibility, Composition, Fold, Rule
from tests.analyzers.cases import PAIR_FILES, PART_FILES, texts
from tests.analyzers.hard_texts import FIELDS, Field, any_text

NamedStage = Rule | CharMap | Compatibility | Composition

_FIELDS = pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)


def test_a_rule_replaces_every_match_and_refers_to_groups() -> None:
    assert Rule("swap", "([a-z])([0-9])", "$2$1").apply("a1 b2 3c") == "1a 2b 3c"


def test_a_digit_after_a_group_is_a_digit() -> None:
    assert Rule("ten", "([0-9])x", "$10").apply("4x") == "40"


def test_a_rule_is_skipped_for_a_text_without_what_it_needs() -> None:
    rule = Rule("b", "[ab]", "", needs="b")
    assert rule.apply("aa") == "aa"
    assert rule.apply("ab") == ""


def test_a_character_map_replaces_and_drops() -> None:
    assert CharMap("marks", {"a": "bc", "b": ""}).apply("abA") == "bcA"


def test_compatibility_is_nfkc_casefold() -> None:
    assert Compatibility().apply("ＡßﬁKｶﾞ㍿①\u200b\ufe0f") == "assfikガ株式会社1"


def test_composition_joins_marks_and_drops_those_that_meet_no_kana() -> None:
    assert Composition().apply("か\u3099ア\u3099e\u0301\u309a") == "がアé"


def test_stages_run_in_their_order() -> None:
    first, second = CharMap("first", {"a": "b"}), CharMap("second", {"b": "c"})
    assert Fold("one", (first, second))("ab") == "cc"
    assert Fold("other", (second, first))("ab") == "bc"


def test_a_text_with_an_unsettled_character_runs_until_nothing_changes() -> None:
    pairs = Rule("pairs", "\\(\\)", "")
    assert Fold("once", (pairs,))("((()))") == "(())"
    assert Fold("settled", (pairs,), unsettled=frozenset("("))("((()))") == ""


def test_a_fold_that_never_settles_ends() -> None:
    growing = Fold("growing", (Rule("double", "a", "aa"),), unsettled=frozenset("a"))
    assert set(growing("a")) == {"a"}


@_FIELDS
def test_every_stage_has_a_written_case_that_it_changes(field: Field) -> None:
    working = {
        stage
        for text in texts(*PAIR_FILES, *PART_FILES)
        for stage, before, after in _steps(field, text)
        if before != after
    }
    assert {stage.name for stage in _stages(field)} - working == set()


@_FIELDS
@given(data=st.data())
def test_what_a_rule_needs_saves_time_and_changes_nothing(field: Field, data: st.DataObject) -> None:
    text = data.draw(st.one_of(field.texts(), any_text))
    for stage, (_, before, after) in zip(_stages(field), _steps(field, text), strict=True):
        if isinstance(stage, Rule):
            assert replace(stage, needs="").apply(before) == after, stage.name


def _stages(field: Field) -> list[NamedStage]:
    return [stage for stage in field.fold.stages if isinstance(stage, NamedStage)]


def _steps(field: Field, text: str) -> Iterator[tuple[str, str, str]]:
    """The name of each stage, with the text before and after it."""
    for stage in _stages(field):
        before, text = text, stage.apply(text)
        yield stage.name, before, text
