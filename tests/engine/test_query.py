from datetime import date

from analyzers import address_key, insurer_key, kana_key, name_key
from engine.query import Conditions, Query, build_query
from engine.record import Sex
from tests.engine.records import AS_OF, BORN


def test_a_query_holds_keys_and_a_phrase_for_each_word_of_addresses_and_insurers() -> None:
    typed = Conditions(
        name="照会　太郎",
        name_kana="ショウカイ　タロウ",
        birth_date=BORN,
        sex=Sex.MALE,
        address="府中市　３丁目",
        insurer_name=" 見本市 国保",
        as_of=AS_OF,
    )

    assert build_query(typed) == Query(
        birth_date=date(1950, 4, 1),
        sex=Sex.MALE,
        name_key=name_key("照会太郎"),
        kana_key=kana_key("ショウカイタロウ"),
        address_phrases=(address_key("府中市"), address_key("３丁目")),
        insurer_phrases=(insurer_key("見本市"), insurer_key("国保")),
    )


def test_what_was_not_typed_is_no_condition() -> None:
    query = build_query(Conditions(name=" ", name_kana="", birth_date=BORN, sex=Sex.FEMALE, as_of=AS_OF))

    assert query == Query(birth_date=BORN, sex=Sex.FEMALE)


def test_the_day_asked_about_never_changes_what_matches() -> None:
    one, other = (
        build_query(Conditions(name="照会太郎", birth_date=BORN, sex=Sex.MALE, as_of=day))
        for day in (date(2020, 1, 1), date(2030, 1, 1))
    )

    assert one == other
