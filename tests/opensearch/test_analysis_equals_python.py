"""OpenSearch's analysis of raw text gives Python's keys over the declared repertoire; the exceptions are listed here.

Every single character of the repertoire is compared, none sampled. Two kinds of text are exceptions: those whose key
takes a second pass (`NEEDS_A_SECOND_PASS`), and those whose combining marks are out of canonical order
(`MARKS_OUT_OF_ORDER`). Of the made-up and the written texts, next to none are.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers.address import ADDRESS_FOLD
from analyzers.fold import Fold
from analyzers.insurer import INSURER_FOLD
from analyzers.kana import KANA_FOLD
from analyzers.name import NAME_FOLD
from analyzers.opensearch import analysis_settings
from analyzers.partial import tokens
from analyzers.repertoire import repertoire
from tests.analyzers.cases import PAIR_FILES, PART_FILES, texts
from tests.analyzers.hard_texts import FIELDS
from tests.analyzers.made_up import address_corpus, insurer_corpus, name_corpus, reading_corpus
from tests.analyzers.node_analysis import NodeAnalysis, temporary_analysis

pytestmark = pytest.mark.opensearch

NEEDS_A_SECOND_PASS = (
    "見本町2丁目10番　　号",  # a form's blank between the units
    "東〇号 号",
    "目 之百百",
    "2丁目ｰ千〒",
)
"""Addresses for which the second pass of the fold still changes something; OpenSearch has only the first."""

MARKS_OUT_OF_ORDER = {
    "name": "ヲ￣゛",  # the full-width macron becomes a combining one, before the voiced mark
    "kana": "ヽ￣゛",
}
"""Texts that OpenSearch, which can not reorder marks, composes otherwise."""

MOST_EXCEPTIONS = 0.0005
"""The share of realistic texts that may be exceptions."""

MOST_BYTES_OF_SETTINGS = 200_000
_AT_ONCE = 4000
_TEXTS_OF_AN_EXAMPLE = 40


class Side(NamedTuple):
    """One field: how Python and how OpenSearch make its key, as comparable tokens."""

    fold: Fold
    corpus: Callable[[], Iterator[str]]
    is_exact: bool

    def python(self, text: str, make: Callable[[str], str] | None = None) -> tuple[str, ...]:
        """Python's answer, by the whole fold or by another function."""
        key = (make or self.fold)(text)
        return (key,) if self.is_exact else tokens(key)

    def opensearch(self, node: NodeAnalysis, some: Sequence[str]) -> list[tuple[str, ...]]:
        """OpenSearch's answers."""
        name = f"shikaku_{self.fold.name}"
        return [(key,) for key in node.exact(name, some)] if self.is_exact else node.tokens(name, some)

    def differences(
        self, node: NodeAnalysis, some: Iterable[str]
    ) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """Text, Python's and OpenSearch's answer, where these differ."""
        return [
            (text, self.python(text), answer)
            for batch in _batches(some)
            for text, answer in zip(batch, self.opensearch(node, batch), strict=True)
            if answer != self.python(text)
        ]


SIDES = {
    "name": Side(NAME_FOLD, name_corpus, is_exact=True),
    "kana": Side(KANA_FOLD, reading_corpus, is_exact=True),
    "address": Side(ADDRESS_FOLD, address_corpus, is_exact=False),
    "insurer": Side(INSURER_FOLD, insurer_corpus, is_exact=False),
}
_SIDES = pytest.mark.parametrize("field", SIDES)


@pytest.fixture(scope="module")
def node(opensearch_url: str) -> Iterator[NodeAnalysis]:
    with temporary_analysis(opensearch_url) as analysis:
        yield analysis


@_SIDES
def test_every_character_of_the_repertoire(field: str, node: NodeAnalysis) -> None:
    assert SIDES[field].differences(node, repertoire()) == []


@_SIDES
def test_every_character_between_letters_that_rules_look_at(field: str, node: NodeAnalysis) -> None:
    narrow = [c for c in repertoire() if not unicodedata.name(c, "CJK UNIFIED").startswith("CJK UNIFIED")]
    framed = (frame.format(c) for frame in ("1{}2", "見{}見", "カ{}\u3099", "一{}号") for c in narrow)
    assert SIDES[field].differences(node, filter(_is_in_order, framed)) == []


@_SIDES
def test_written_cases_and_made_up_texts(field: str, node: NodeAnalysis) -> None:
    side = SIDES[field]
    realistic = _realistic_texts(side)
    exceptions = [text for text in realistic if not _is_comparable(side, text)]
    assert len(exceptions) <= MOST_EXCEPTIONS * len(realistic), exceptions
    assert side.differences(node, (text for text in realistic if _is_comparable(side, text))) == []


@_SIDES
def test_keys_pass_through_unchanged(field: str, node: NodeAnalysis) -> None:
    side = SIDES[field]
    keys = sorted({side.fold(text) for text in _realistic_texts(side)})
    assert [pair for batch in _batches(keys) for pair in _changed(side, node, batch)] == []


@_SIDES
def test_a_ready_key_is_only_parted(field: str, node: NodeAnalysis) -> None:
    keys = sorted({SIDES[field].fold(text) for text in _realistic_texts(SIDES[field])})
    for batch in _batches(keys):
        assert node.tokens("shikaku_tokens", batch) == [tokens(key) for key in batch]


@_SIDES
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_strings_of_the_repertoire(field: str, node: NodeAnalysis, data: st.DataObject) -> None:
    some = data.draw(st.lists(_strings(field), min_size=1, max_size=_TEXTS_OF_AN_EXAMPLE))
    side = SIDES[field]
    assert side.differences(node, (text for text in some if _is_comparable(side, text))) == []


def test_addresses_that_need_a_second_pass_come_out_as_after_the_first(node: NodeAnalysis) -> None:
    side = SIDES["address"]
    for text, answer in zip(NEEDS_A_SECOND_PASS, side.opensearch(node, NEEDS_A_SECOND_PASS), strict=True):
        assert answer == side.python(text, side.fold.once)
        assert answer != side.python(text)


@pytest.mark.parametrize(("field", "text"), MARKS_OUT_OF_ORDER.items())
def test_marks_out_of_order_are_not_composed(field: str, text: str, node: NodeAnalysis) -> None:
    assert not _is_in_order(text)
    assert SIDES[field].differences(node, [text]) != []


def test_the_settings_are_small_and_need_no_plugin(node: NodeAnalysis) -> None:
    analysis = analysis_settings()
    assert len(json.dumps(analysis).encode()) < MOST_BYTES_OF_SETTINGS
    assert {kind for part in analysis.values() for kind in _types(part)} == {
        "custom",
        "mapping",
        "pattern",
        "pattern_replace",
    }
    assert not [plugin for plugin in node.client.cat.plugins(format="json") if "analysis" in plugin["component"]]


def test_the_node_has_every_component(node: NodeAnalysis) -> None:
    ours, its = analysis_settings(), node.settings()["analysis"]
    assert {part: set(ours[part]) for part in ours} == {part: set(its[part]) for part in its}


def _realistic_texts(side: Side) -> list[str]:
    return sorted({*texts(*PAIR_FILES, *PART_FILES), *side.corpus()})


def _changed(side: Side, node: NodeAnalysis, keys: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, answer in zip(keys, side.opensearch(node, keys), strict=True):
        if "".join(answer) != key:
            yield key, answer


def _is_comparable(side: Side, text: str) -> bool:
    return side.fold.once(text) == side.fold(text) and _is_in_order(text)


def _is_in_order(text: str) -> bool:
    """Whether combining marks stand in canonical order once width is folded and white space is gone."""
    marks = str.maketrans({"゛": "\u3099", "゜": "\u309a", "ﾞ": "\u3099", "ﾟ": "\u309a"})
    parts = (unicodedata.normalize("NFKD", character) for character in text.translate(marks))
    classes = [unicodedata.combining(c) for c in "".join(parts) if not c.isspace()]
    return all(not mark or before <= mark for before, mark in pairwise(classes))


def _strings(field: str) -> st.SearchStrategy[str]:
    """Units of the repertoire in a row: characters, kana with a voiced mark, Latin letters with their marks."""
    kana = st.characters(min_codepoint=0x3041, max_codepoint=0x30FE, categories=["Lo", "Lm"])
    latin = st.characters(min_codepoint=0xC0, max_codepoint=0x24F)
    unit = st.one_of(
        st.sampled_from([piece for piece in FIELDS[field].pieces if "\ud842" not in piece]),
        st.sampled_from(_REPERTOIRE),
        st.builds(str.__add__, kana, st.sampled_from("\u3099\u309a゛ﾞ")),
        latin.map(lambda letter: unicodedata.normalize("NFD", letter)),
    )
    return st.lists(unit, max_size=8).map("".join)


_REPERTOIRE = tuple(repertoire())


def _types(part: dict[str, dict[str, str]]) -> Iterator[str]:
    return (component["type"] for component in part.values())


def _batches(some: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(some)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch
