"""The folds as OpenSearch analysis settings, with built-in components only (no plugin).

Each stage becomes one char filter: a :class:`~analyzers.fold.Rule` a ``pattern_replace``, a
:class:`~analyzers.fold.CharMap` a ``mapping``. NFKC_Casefold, which no built-in filter does, becomes a ``mapping`` of
every character of the declared repertoire that it changes, and one of the sequences that it composes.

What can differ from Python on raw text: characters outside :mod:`analyzers.repertoire`, combining marks out of
canonical order, and the few texts that need a second pass (:class:`~analyzers.fold.Fold`, ``unsettled``). The index
is fed Python's keys, which pass through these filters unchanged.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import count
from typing import Any, Final

import icu

from analyzers.address import ADDRESS_FOLD
from analyzers.fold import CharMap, Compatibility, Composition, Fold, Rule, Stage
from analyzers.insurer import INSURER_FOLD
from analyzers.kana import KANA_FOLD
from analyzers.name import NAME_FOLD
from analyzers.partial import TOKEN_PATTERN
from analyzers.repertoire import repertoire

_PREFIX: Final = "shikaku_"
_COMPATIBILITY: Final = "compatibility"
_SEQUENCES: Final = "sequences"
_CLOSING: Final = "closing_sequences"
_TOKENS: Final = "tokens"

_KANA_AND_LATIN: Final = r"[[:Script=Hiragana:][:Script=Katakana:][:Script=Latin:]]"


def analysis_settings() -> dict[str, Any]:
    """The ``analysis`` part of the index settings.

    Normalizers ``shikaku_name`` and ``shikaku_kana`` make exact keys; analyzers ``shikaku_address`` and
    ``shikaku_insurer`` make the tokens of :func:`analyzers.partial.tokens`; ``shikaku_tokens`` only parts a ready key
    into them, for queries.
    """
    char_filters: dict[str, dict[str, Any]] = {}
    exact = {_PREFIX + fold.name: _exact(fold, char_filters) for fold in (NAME_FOLD, KANA_FOLD)}
    partial = {_PREFIX + fold.name: _partial(fold, char_filters) for fold in (ADDRESS_FOLD, INSURER_FOLD)}
    only_tokens = {"type": "custom", "tokenizer": _PREFIX + _TOKENS, "filter": []}
    return {
        "char_filter": char_filters,
        "tokenizer": {_PREFIX + _TOKENS: {"type": "pattern", "pattern": TOKEN_PATTERN, "group": 1}},
        "normalizer": exact,
        "analyzer": {**partial, _PREFIX + _TOKENS: only_tokens},
    }


def _exact(fold: Fold, char_filters: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {"type": "custom", "char_filter": _add_char_filters(fold, char_filters), "filter": []}


def _partial(fold: Fold, char_filters: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {**_exact(fold, char_filters), "tokenizer": _PREFIX + _TOKENS}


def _add_char_filters(fold: Fold, char_filters: dict[str, dict[str, Any]]) -> list[str]:
    """Add the fold's char filters, each only once for all folds, and name them in order."""
    names = []
    for stage in fold.stages:
        for name, body in _rendered(stage).items():
            free = next(n for n in _names_for(name, fold) if char_filters.get(n, body) == body)
            char_filters[free] = body
            names.append(free)
    return names


def _names_for(name: str, fold: Fold) -> Iterator[str]:
    """The stage's own name, else with the fold's, else numbered."""
    yield _PREFIX + name
    yield f"{_PREFIX}{fold.name}_{name}"
    for number in count(2):
        yield f"{_PREFIX}{fold.name}_{name}_{number}"


def _rendered(stage: Stage) -> dict[str, dict[str, Any]]:
    match stage:
        case Rule():
            return {
                stage.name: {
                    "type": "pattern_replace",
                    "pattern": stage.pattern,
                    "replacement": stage.replacement,
                }
            }
        case CharMap():
            return {stage.name: _mapping_filter(stage.mapping)}
        case Compatibility():
            return {
                _COMPATIBILITY: _mapping_filter(_compatibility_mapping()),
                _SEQUENCES: _mapping_filter(_composed_sequences()),
            }
        case Composition():
            return {_CLOSING: _mapping_filter(_composed_sequences() | {"\u3099": "", "\u309a": ""})}
        case _:
            msg = f"no char filter for {type(stage).__name__}"
            raise TypeError(msg)


def _mapping_filter(mapping: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": "mapping",
        "mappings": [f"{_escaped(key)} => {_escaped(value)}" for key, value in mapping.items()],
    }


def _escaped(text: str) -> str:
    """UTF-16 code units as ``\\uXXXX``, so that neither white space nor ``=>`` can be misread."""
    units = text.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


@cache
def _compatibility_mapping() -> dict[str, str]:
    """Every character of the repertoire that NFKC_Casefold changes; those it drops are dropped before."""
    folded = {character: Compatibility().apply(character) for character in repertoire()}
    return {character: key for character, key in folded.items() if key and key != character}


@cache
def _composed_sequences() -> dict[str, str]:
    """Kana and lower-case Latin letters followed by combining marks, where NFC composes them."""
    canonical = icu.Normalizer2.getNFDInstance()
    composition = icu.Normalizer2.getNFCInstance()
    compatibility = Compatibility()
    sequences: dict[str, str] = {}
    for character in map(str, icu.UnicodeSet(_KANA_AND_LATIN)):
        decomposed = canonical.normalize(character)
        if decomposed == character or compatibility.apply(character) != character:
            continue
        for marks in range(1, len(decomposed)):
            base = composition.normalize(decomposed[:-marks])
            sequences[base + decomposed[-marks:]] = character
    return sequences
