"""A link's MAC covers all of it, and what it stands on."""

from dataclasses import replace
from datetime import timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from app.audit.chain import BEGINNING, details_of, is_signed, link, mac_of
from app.audit.keys import AuditKeys
from tests.app.audit.chains import FOREIGN_KEY, KEYS, NEW_KEY, OLD_KEY, START, chain, event

texts = st.text(max_size=20)


def test_links_are_numbered_from_one_and_each_holds_the_mac_before_it() -> None:
    links = chain(3)
    assert [entry.sequence for entry in links] == [1, 2, 3]
    assert [entry.previous_mac for entry in links] == ["", links[0].mac, links[1].mac]


def test_the_mac_of_a_link_never_changes_between_versions() -> None:
    (entry,) = chain(1)
    assert entry.mac == "d734baa68d84871d14c40ebdba1c6ee870f26690fcbc0c4c19f0833e8c22cfed"


def test_the_same_moment_in_another_zone_makes_the_same_link() -> None:
    in_japan = START.astimezone(timezone(timedelta(hours=9)))
    assert link(BEGINNING, event(at=in_japan), NEW_KEY) == link(BEGINNING, event(), NEW_KEY)


@given(texts, texts, texts, texts)
def test_no_column_can_pass_as_another(user_id: str, role: str, other_user_id: str, other_role: str) -> None:
    (entry,) = chain(1)
    one = mac_of(replace(entry, user_id=user_id, role=role), NEW_KEY)
    other = mac_of(replace(entry, user_id=other_user_id, role=other_role), NEW_KEY)
    assert (one == other) == ((user_id, role) == (other_user_id, other_role))


def test_a_link_is_signed_by_the_key_that_it_names() -> None:
    (entry,) = chain(1, key=OLD_KEY)
    assert is_signed(entry, KEYS)
    assert not is_signed(replace(entry, key_id=NEW_KEY.id), KEYS)
    assert not is_signed(entry, AuditKeys((NEW_KEY,)))
    assert not is_signed(chain(1, key=FOREIGN_KEY)[0], KEYS)


def test_details_that_are_no_object_are_none() -> None:
    (entry,) = chain(1)
    assert details_of(entry) == {"records": ["0"]}
    assert details_of(replace(entry, details="[1]")) == details_of(replace(entry, details="{")) == {}
