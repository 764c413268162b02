from collections.abc import Callable
from datetime import date

import pytest

from app.groups import add_members
from app.institutions import create_institution
from app.mail.listing import MailRow, MailState, list_mails
from app.mail.notice_body import body_of
from app.mail.outbox import claim
from app.notices.giving import NoticeError, NoticeKind, NoticeText, give_notice
from app.notices.listing import find_given_notice, list_given_notices
from app.notices.reading import Reader, mark_read
from app.notices.recorded import details_of, subject_of
from app.services import Services
from app.state.models import Institution, InstitutionGroup, Notice
from app.windows import open_window
from tests.app.moments import StoppedClock
from tests.app.notices.conftest import CLINIC, GROUP, PHARMACY, Give


def mails(services: Services) -> list[MailRow]:
    with services.database.session() as session:
        return list(list_mails(session))


def test_its_institutions_with_an_address_get_an_e_mail(services: Services, pharmacy: Institution, give: Give) -> None:
    notice = give("点検", "止まります。", mail=True)
    (mail,) = mails(services)
    assert (mail.notice_id, mail.institution, mail.to_address, mail.state) == (
        notice.id,
        PHARMACY,
        "pharmacy@example.jp",
        MailState.WAITING,
    )


def test_an_e_mail_names_its_institution_and_holds_the_whole_notice(
    services: Services, pharmacy: Institution, give: Give, clock: StoppedClock
) -> None:
    give("点検", "止まります。\n二行目", mail=True)
    with services.database.session() as session:
        mail = claim(session, clock.now())
        assert mail
        body = body_of(session, mail)
    assert mail.subject == "【お知らせ】点検"
    assert body.startswith("サンプル薬局 御中\n\n止まります。\n二行目\n\n----\n")
    assert mail.created_at == clock.now()


def test_a_notice_for_one_institution_is_mailed_to_that_one_alone(
    services: Services, pharmacy: Institution, clinic: Institution, give: Give
) -> None:
    give(institution=clinic, mail=True)
    assert mails(services) == []
    give(institution=pharmacy, mail=True)
    assert [mail.institution for mail in mails(services)] == [PHARMACY]


def test_a_notice_for_a_group_is_mailed_to_its_members_alone(
    services: Services, group: InstitutionGroup, give: Give
) -> None:
    with services.database.session() as session:
        create_institution(session, "1300000001", "グループ外", mail_address="outside@example.jp")
    give(group=group, mail=True)
    assert [mail.institution for mail in mails(services)] == [PHARMACY]


def test_without_mail_none_is_queued(services: Services, pharmacy: Institution, give: Give) -> None:
    give()
    assert mails(services) == []


def test_a_windows_notice_is_for_the_windows_institutions(
    services: Services, group: InstitutionGroup, clock: StoppedClock
) -> None:
    with services.database.session() as session:
        window = open_window(
            session, None, date(2025, 12, 1), date(2025, 12, 2), group=session.merge(group), now=clock.now()
        )
        notice = give_notice(
            session,
            kind=NoticeKind.OPENED,
            text=NoticeText("件名", "本文"),
            window=window,
            now=clock.now(),
            mail=True,
        )
        assert details_of(session, notice) == {
            "kind": "opened",
            "window": window.id,
            "institution": None,
            "group": GROUP,
        }
    assert subject_of(notice) == f"notice:{notice.id}"
    assert [mail.institution for mail in mails(services)] == [PHARMACY]


def test_words_that_cannot_be_given_leave_nothing_behind(services: Services, pharmacy: Institution, give: Give) -> None:
    with pytest.raises(NoticeError):
        give("", mail=True)
    assert mails(services) == []
    with services.database.session() as session:
        assert list_given_notices(session) == []


def test_the_list_counts_readers_and_e_mails(
    services: Services,
    group: InstitutionGroup,
    give: Give,
    reader_named: Callable[[str], Reader],
    clock: StoppedClock,
) -> None:
    first, second = give("一", mail=True), give("二", group=group)
    with services.database.session() as session:
        for user_id in ("medical_viewer", "pharmacist"):
            mark_read(session, reader_named(user_id), first.id, clock.now())
    with services.database.session() as session:
        newest, oldest = list_given_notices(session)
        assert find_given_notice(session, first.id) == oldest
        assert find_given_notice(session, 99) is None
    assert (oldest.notice.id, oldest.readers, oldest.mails.waiting, oldest.institution) == (first.id, 2, 1, None)
    assert (newest.notice.id, newest.readers, newest.mails.waiting) == (second.id, 0, 0)
    assert newest.group
    assert newest.group.name == GROUP


def test_who_joins_a_group_later_sees_its_notices_and_gets_no_e_mail(
    services: Services, group: InstitutionGroup, clinic: Institution, give: Give
) -> None:
    give(group=group, mail=True)
    with services.database.session() as session:
        add_members(session, session.merge(group), [session.merge(clinic)])
    assert [mail.institution for mail in mails(services)] == [PHARMACY]
    assert CLINIC not in {mail.institution for mail in mails(services)}


def test_a_notice_keeps_its_words_checked(give: Give) -> None:
    notice: Notice = give(" 件名 ", "一\r\n二\r\n")
    assert (notice.title, notice.body) == ("件名", "一\n二")
