"""The people on the screens of the operation manual (システム障害時 編, section 3), first in every sample."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from indexer.sample.addresses import Home
from indexer.sample.certificates import Certificates, draw_elderly_certificate
from indexer.sample.draw import Draw
from indexer.sample.insurer_kinds import InsurerKind
from indexer.sample.insurers import Insurer
from indexer.sample.memberships import Membership
from indexer.sample.name_parts import Letters, Name, common_part
from indexer.sample.people import MALE, MANUAL_BIRTH_DATE, Person, PersonIds
from indexer.sample.places import Place
from indexer.sample.rows import Row, feed_row
from indexer.sample.terms import OTHER_REASON, Term

FIRST_DAY: Final = date(2021, 2, 1)
"""令和3年2月1日, the first day on which all of them are as the manual shows them."""

_SHIMBASHI: Final = common_part("新橋", "シンバシ")
_TOKYO_SAMPLE: Final = Insurer(
    InsurerKind.SOCIETY, "06139000", "東京新橋サンプル保険者", "東京都", Letters.KEPT, large_kana=False
)
_HOKKAIDO_NEWSPAPER: Final = Insurer(
    InsurerKind.SOCIETY, "06019996", "北海道新聞社健康保険組合", "北海道", Letters.KEPT, large_kana=False
)
_SEAMEN_SAMPLE: Final = Insurer(
    InsurerKind.SEAMEN,
    "02199990",
    "全国健康保険協会 ○●船員保険部",
    "神奈川県",
    Letters.KEPT,
    large_kana=False,
)


def manual_rows(ids: PersonIds, today: date) -> Iterator[Row]:
    """Yield their rows: three 新橋 in force, 佐藤 十五太 lapsed; ``today`` is :data:`FIRST_DAY` or later."""
    taro = Name(_SHIMBASHI, common_part("太郎", "タロウ"))
    ichiro = Name(_SHIMBASHI, common_part("一郎", "イチロウ"))
    jugota = Name(common_part("佐藤", "サトウ"), common_part("十五太", "ジュウゴタ"))
    since_2018 = _term(date(2018, 4, 1))
    yield _row(
        _person(ids, taro, MANUAL_BIRTH_DATE),
        (_TOKYO_SAMPLE, "9550", "54321"),
        _home("東京都", "105-0004", "東京都港区〇〇5丁目"),
        since_2018,
        today,
    )
    yield _row(
        _person(ids, taro, MANUAL_BIRTH_DATE),
        (_HOKKAIDO_NEWSPAPER, "120", "60326"),
        _home("東京都", "120-0000", "東京都足立区皇居裏1"),
        since_2018,
        today,
    )
    yield _row(
        _person(ids, ichiro, date(1984, 4, 1)),
        (_TOKYO_SAMPLE, "9550", "12345"),
        _home("東京都", "151-1234", "東京都港区〇〇5丁目500-1"),
        _term(FIRST_DAY),
        today,
    )
    yield _row(
        _person(ids, jugota, date(1991, 4, 22)),
        (_SEAMEN_SAMPLE, "102000", "1020001"),
        _home("神奈川県", "231-0023", "神奈川県横浜市中区山下町15"),
        _term(date(2015, 4, 1))._replace(disqualified_on=date(2020, 10, 1), loss_reason=OTHER_REASON),
        today,
    )


def _person(ids: PersonIds, name: Name, birth_date: date) -> Person:
    return Person(ids.next(), name, None, MALE, "", birth_date)


def _home(prefecture: str, postal_code: str, address: str) -> Home:
    return Home(Place(prefecture, "", "", postal_code, has_chome=True), postal_code, address)


def _term(qualified_on: date) -> Term:
    return Term(qualified_on, None, "", qualified_on, None, None)


def _row(person: Person, card: tuple[Insurer, str, str], home: Home, term: Term, today: date) -> Row:
    """Return the row of somebody insured alone; ``card`` is insurer, 記号 and 番号."""
    insurer, symbol, number = card
    membership = Membership(
        insurer=insurer,
        symbol=symbol,
        number=number,
        has_branches=True,
        sends_kana=True,
        certificate_class="01",
        insured=person,
    )
    elderly = draw_elderly_certificate(Draw(0), insurer.kind, person.birth_date, term, today)
    held = Certificates("", elderly, None)
    updated_on = term.disqualified_on or max(term.qualified_on, elderly.issued_on if elderly else date.min)
    return feed_row(person, 0, membership, home, term=term, certificates=held, updated_on=updated_on)
