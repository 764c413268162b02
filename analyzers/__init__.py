"""Text to keys: which spellings of a name, a reading, an address or an insurer count as the same text."""

from analyzers.address import address_key
from analyzers.insurer import insurer_key, is_generic_insurer_phrase
from analyzers.kana import kana_key
from analyzers.name import name_key, name_keys
from analyzers.partial import contains
from analyzers.phrases import address_phrases, insurer_phrases

KEY_VERSION = 1
"""Grows with every change of any key. An index of another version is never asked."""

__all__ = [
    "KEY_VERSION",
    "address_key",
    "address_phrases",
    "contains",
    "insurer_key",
    "insurer_phrases",
    "is_generic_insurer_phrase",
    "kana_key",
    "name_key",
    "name_keys",
]
