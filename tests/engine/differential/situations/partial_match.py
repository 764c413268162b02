"""Addresses and insurers' names: which phrases were found, and what kept records out that hold the same characters."""

from collections.abc import Callable

from tests.engine.differential.oracle import BOUNDARY, address_key, contains, insurer_key
from tests.engine.differential.situations.case import Case, Situation, row_is, row_of

Miss = Callable[[str, str], bool]
"""Whether a record's key misses a phrase's key in a certain way."""


def _cut_short(record_key: str, phrase_key: str) -> bool:
    """A plain substring that is no run of tokens."""
    plain = phrase_key.replace(BOUNDARY, "") in record_key.replace(BOUNDARY, "")
    return plain and not contains(record_key, phrase_key)


def _across_the_boundary(record_key: str, phrase_key: str) -> bool:
    return _cut_short(record_key, phrase_key) and contains(record_key.replace(BOUNDARY, ""), phrase_key)


def _inside_a_number(record_key: str, phrase_key: str) -> bool:
    return _cut_short(record_key, phrase_key) and not _across_the_boundary(record_key, phrase_key)


def _address_misses(miss: Miss) -> Situation:
    """Only the address keeps a record out, and this is why."""
    return lambda case: any(
        miss(address_key(record.address), address_key(phrase))
        for record in case.nearly("address")
        for phrase in case.conditions.address.split()
    )


def _insurer_misses(miss: Miss) -> Situation:
    """Only the insurer's name keeps a record out, and this is why."""
    return lambda case: any(
        miss(insurer_key(record.insurer_name), insurer_key(phrase))
        for record in case.nearly("insurer_name")
        for phrase in case.conditions.insurer_name.split()
    )


def _insurer_prefecture_further_back(case: Case) -> bool:
    phrases = [insurer_key(phrase) for phrase in case.conditions.insurer_name.split()]
    inside = row_is(lambda row: BOUNDARY not in insurer_key(row.record.insurer_name))
    return any(BOUNDARY in phrase for phrase in phrases) and inside(case)


SITUATIONS: dict[str, Situation] = {
    "alike in all but the address": lambda case: case.answered and bool(case.nearly("address")),
    "alike in all but the insurer": lambda case: case.answered and bool(case.nearly("insurer_name")),
    "blank address": lambda case: any(not address_key(r.address) for r in case.nearly("address")),
    "one character of an address": lambda case: (
        case.answered and any(len(phrase) == 1 for phrase in case.conditions.address.split())
    ),
    "several phrases of an address": lambda case: case.answered and len(set(case.conditions.address.split())) > 1,
    "several phrases of an insurer": lambda case: case.answered and len(set(case.conditions.insurer_name.split())) > 1,
    "address and insurer both": lambda case: (
        case.answered and bool(case.conditions.address and case.conditions.insurer_name)
    ),
    "surrogate pair in the address": lambda case: case.answered and "𠮷" in case.conditions.address,
    "part of a number in an address": _address_misses(_inside_a_number),
    "part of a number in an insurer": _insurer_misses(_inside_a_number),
    "across the boundary of an address": _address_misses(_across_the_boundary),
    "across the boundary of an insurer": _insurer_misses(_across_the_boundary),
    "across the boundary from the first token": row_of(
        lambda case, row: any(
            BOUNDARY in address_key(phrase) and BOUNDARY in address_key(row.record.address)
            for phrase in case.conditions.address.split()
        )
    ),
    "a prefecture further back in an insurer": _insurer_prefecture_further_back,
}
