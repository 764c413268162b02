"""The few records that the service's tests look up: people of the manual's screens, and one who is not on them."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

from engine.document import make_document
from engine.open import open_index_engine
from engine.record import Record, Sex

TARO_IN_MINATO: Final = Record(
    person_id="P0001",
    insurer_number="06139000",
    insurer_name="東京新橋サンプル保険者",
    symbol="9550",
    number="12346",
    branch_number="01",
    name="新橋　太郎",
    name_kana="ｼﾝﾊﾞｼ ﾀﾛｳ",
    sex=Sex.MALE,
    birth_date=date(1954, 3, 26),
    postal_code="151-1234",
    address="東京都港区〇〇5丁目",
    certificate_class="01",
    personal_family="1",
    insured_name="新橋　太郎",
    qualified_on=date(2021, 2, 1),
    valid_from=date(2021, 2, 1),
)

TARO_IN_ADACHI: Final = Record(
    person_id="P0002",
    insurer_number="06010011",
    insurer_name="北海道新聞社健康保険組合",
    symbol="100",
    number="20",
    branch_number="01",
    name="新橋　太郎",
    name_kana="ｼﾝﾊﾞｼ ﾀﾛｳ",
    sex=Sex.MALE,
    birth_date=date(1954, 3, 26),
    postal_code="120-0001",
    address="東京都足立区皇居裏1",
    certificate_class="01",
    personal_family="1",
    insured_name="新橋　太郎",
    qualified_on=date(2020, 4, 1),
    valid_from=date(2020, 4, 1),
)

ICHIRO: Final = Record(
    person_id="P0003",
    insurer_number="06139000",
    insurer_name="東京新橋サンプル保険者",
    symbol="9550",
    number="12345",
    branch_number="01",
    name="新橋　一郎",
    name_kana="ｼﾝﾊﾞｼ ｲﾁﾛｳ",
    sex=Sex.MALE,
    birth_date=date(1984, 4, 1),
    postal_code="151-1234",
    address="東京都港区〇〇5丁目500-1",
    certificate_class="01",
    personal_family="1",
    insured_name="新橋　一郎",
    qualified_on=date(2021, 2, 1),
    valid_from=date(2021, 2, 1),
)

ICHIRO_TYPED: Final = {
    "name": "新橋一郎",
    "name_kana": "",
    "birth_era": "S",
    "birth_year": "59",
    "birth_month": "4",
    "birth_day": "1",
    "sex": "1",
    "address": "港区",
    "insurer_name": "",
    "as_of": "2025/11/12",
}
"""The form as it finds him alone."""


def publish_records(folder: Path) -> str:
    """Publish the records in an embedded engine, and give its URL."""
    return publish(folder, (TARO_IN_MINATO, TARO_IN_ADACHI, ICHIRO))


def publish(folder: Path, records: Iterable[Record]) -> str:
    """Publish records as a new generation of the embedded engine in a folder, and give its URL."""
    url = f"sqlite:///{folder}"
    engine = open_index_engine(url)
    generation = engine.begin()
    generation.write([make_document(record, 1) for record in records])
    generation.complete()
    generation.publish()
    engine.close()
    return url
