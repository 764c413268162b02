"""A fold: a row of stages that each rewrite text, and that OpenSearch can repeat with built-in filters.

Every stage exists once, as data. Python runs it here; :mod:`analyzers.opensearch` renders the same data as char
filters. So a rule can not be changed on one side alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Protocol

import icu


class Stage(Protocol):
    """One rewriting of a text; total and pure."""

    def apply(self, text: str) -> str:
        """The rewritten text."""
        ...


@dataclass(frozen=True)
class Rule:
    """A regular expression in the part of the language that Python and Java share.

    ``replacement`` refers to groups as ``$1``. Look-behinds have one width (Python's limit). ``needs``: the rule is
    skipped for a text that holds none of these characters; it saves time and changes nothing.
    """

    name: str
    pattern: str
    replacement: str
    needs: str = ""

    def apply(self, text: str) -> str:
        """Replace every match, from left to right."""
        if self.needs and self._needed.isdisjoint(text):
            return text
        return self._compiled.sub(self._template, text)

    @cached_property
    def _needed(self) -> frozenset[str]:
        return frozenset(self.needs)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    @cached_property
    def _template(self) -> str:
        return re.sub(r"\$(\d)", r"\\g<\1>", self.replacement)


@dataclass(frozen=True)
class CharMap:
    """Single characters, each replaced by a text; ``""`` drops it."""

    name: str
    mapping: Mapping[str, str]

    def apply(self, text: str) -> str:
        """Replace every character that has an entry."""
        return text.translate(self._table)

    @cached_property
    def _table(self) -> dict[int, str]:
        return str.maketrans(dict(self.mapping))


@dataclass(frozen=True)
class Compatibility:
    """NFKC_Casefold (UAX #31, Unicode 16): width, compatibility forms, letter case, canonical composition."""

    name: str = "compatibility"
    _normalizer: icu.Normalizer2 = field(default_factory=icu.Normalizer2.getNFKCCasefoldInstance, repr=False)

    def apply(self, text: str) -> str:
        """The text in NFKC_Casefold form."""
        folded: str = self._normalizer.normalize(text)
        return folded


@dataclass(frozen=True)
class Composition:
    """Canonical composition (NFC, UAX #15), then voiced marks that found no kana are dropped."""

    name: str = "composition"
    _normalizer: icu.Normalizer2 = field(default_factory=icu.Normalizer2.getNFCInstance, repr=False)

    def apply(self, text: str) -> str:
        """The composed text without stray U+3099 and U+309A."""
        composed: str = text if text.isascii() else self._normalizer.normalize(text)
        return composed.translate(_STRAY_MARKS)


_STRAY_MARKS: Final = dict.fromkeys(map(ord, "\u3099\u309a"))


@dataclass(frozen=True)
class Fold:
    """Stages in order, under the name of the field they serve.

    ``unsettled``: in some texts one pass makes room for a rule that stands earlier (a unit left alone once a mark
    before it is gone). A key that holds one of these characters runs through the stages until nothing changes.
    """

    name: str
    stages: Sequence[Stage]
    unsettled: frozenset[str] = frozenset()

    def __call__(self, text: str) -> str:
        """The key of ``text``: total over all strings, and a key's key is itself."""
        key = self.once(text)
        for _ in range(_MOST_PASSES):
            before = key
            if self.unsettled.isdisjoint(key) or (key := self.once(before)) == before:
                break
        return key

    def once(self, text: str) -> str:
        """One pass through the stages."""
        for stage in self.stages:
            text = stage.apply(text)
        return text


_MOST_PASSES: Final = 10
"""No text is known that takes more than four; the limit only rules out a loop without end."""
