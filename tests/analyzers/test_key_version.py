"""A key that changes asks for a new KEY_VERSION: an index of older keys must not be compared with newer ones."""

import hashlib
from pathlib import Path
from typing import Final

from analyzers import KEY_VERSION, address_key, insurer_key, kana_key, name_key, name_keys

TEXTS: Final = Path(__file__).parents[1] / "data" / "analyzers" / "pinned_texts.txt"
"""Never edited: the digests below are of its texts."""

DIGESTS: Final = {1: "5afa4461f5dfab26fb32b87011903b1150bdabc1594b47e560599d7a2c206fce"}
"""By KEY_VERSION. A published version's digest never changes; changed keys take the next version and a new line."""


def _digest() -> str:
    texts = TEXTS.read_text(encoding="utf-8").split("\n")
    lines = (
        "\t".join((text, name_key(text), *name_keys(text), kana_key(text), address_key(text), insurer_key(text)))
        for text in texts
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_the_keys_are_those_of_their_version() -> None:
    assert _digest() == DIGESTS[KEY_VERSION]
