from analyzers import address_key, insurer_key, kana_key, name_key
from engine.identity import person_key, record_id
from engine.source import to_source
from tests.engine.records import a_document, a_record


def test_a_document_has_the_keys_identity_and_source_of_its_record() -> None:
    record = a_record(name_other="別名　太郎", name_other_kana="ベツメイ タロウ")
    document = a_document(7, name_other="別名　太郎", name_other_kana="ベツメイ タロウ")

    assert (document.record_id, document.person_key) == (record_id(record), person_key(record))
    assert document.name_keys == (name_key("照会太郎"), name_key("別名太郎"))
    assert document.kana_keys == (kana_key("ショウカイタロウ"), kana_key("ベツメイタロウ"))
    assert document.address_key == address_key(record.address)
    assert document.insurer_key == insurer_key(record.insurer_name)
    assert (document.insurer_number, document.birth_date, document.sex) == ("138057", "1950-04-01", "1")
    assert (document.version, document.source) == (7, to_source(record))


def test_every_name_that_one_field_holds_has_a_key() -> None:
    document = a_document(name="照会［旧姓］太郎")

    assert {name_key("照会太郎"), name_key("旧姓太郎")} <= set(document.name_keys)


def test_what_was_not_sent_or_folds_to_nothing_has_no_key() -> None:
    document = a_document(name_kana="・", name_other="", address="")

    assert (document.name_keys, document.kana_keys, document.address_key) == (("照会太郎",), (), "")


def test_the_same_name_twice_is_one_key() -> None:
    assert a_document(name_other="照会太郎").name_keys == ("照会太郎",)
