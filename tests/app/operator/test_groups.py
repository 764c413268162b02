"""[グループ]: groups made, renamed, filled and removed, each change with its event."""

import pytest

from app.groups import add_members, create_group, find_group
from app.institutions import create_institution, find_institution
from app.operator.groups.schemas import MOST_CODES
from tests.app.operator.console import CLINIC, Console, values

LIST = "/operator/groups"
OTHER = "1398765432"


@pytest.fixture
def group(console: Console) -> str:
    """The path of an empty group; besides the clinic there is another institution."""
    with console.services.database.session() as session:
        create_institution(session, OTHER, "となりの医療機関")
        return f"{LIST}/{create_group(session, '東京都').id}"


def members(console: Console, name: str = "東京都") -> list[str]:
    with console.services.database.session() as session:
        return [institution.code for institution in find_group(session, name).members]


def test_a_group_is_made_with_its_event(console: Console) -> None:
    page = console.done(f"{LIST}/new", name="　東京都 ")
    assert "グループを登録しました。" in page
    assert "含まれる医療機関等はまだありません。" in page
    (event,) = console.events("group_created")
    assert event.subject == "group:東京都"
    assert "0件" in console.page(LIST)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "グループの名称を入力してください。"),
        ("都" * 101, "100文字以内で入力してください（現在101文字）"),
        ("東\t京", "使用できない文字"),
        ("東京都", "すでに登録されています"),
    ],
)
@pytest.mark.parametrize("form", ["new", "edit"])
def test_a_name_that_cannot_be_taken_is_refused_at_its_field(
    console: Console, group: str, form: str, name: str, says: str
) -> None:
    with console.services.database.session() as session:
        path = f"{LIST}/{create_group(session, '大阪府').id}/edit" if form == "edit" else f"{LIST}/new"
    assert says in console.refused(path, name=name)["name"]


def test_a_name_is_shown_as_text_wherever_it_stands(console: Console) -> None:
    console.done(f"{LIST}/new", name="<b>都</b>")
    for path in (LIST, f"{LIST}/1", f"{LIST}/1/edit", f"{LIST}/1/members", f"{LIST}/1/delete", "/operator/windows/new"):
        page = console.get(path)
        assert page.status_code == 200
        assert "<b>" not in page.text
        assert "&lt;b&gt;都" in page.text


def test_a_group_is_renamed_under_the_name_that_it_had(console: Console, group: str) -> None:
    assert values(console.page(f"{group}/edit"))["name"] == "東京都"
    assert "江戸</h2>" in console.done(f"{group}/edit", name="江戸")
    (event,) = console.events("group_changed")
    assert (event.subject, event.details) == ("group:東京都", {"name": "江戸"})


def test_institutions_are_put_in_by_codes_one_a_line(console: Console, group: str) -> None:
    page = console.done(
        f"{group}/members", codes=f"\r\n{CLINIC}\r\n １３９８７６５４３２ \r\n{CLINIC}\r\n", action="add"
    )
    assert "2件の医療機関等を追加しました。" in page
    assert "となりの医療機関" in page
    assert members(console) == [CLINIC, OTHER]
    (event,) = console.events("group_changed")
    assert (event.subject, event.details) == ("group:東京都", {"added": [CLINIC, OTHER]})


def test_those_that_are_in_it_already_are_told_and_not_recorded(console: Console, group: str) -> None:
    console.done(f"{group}/members", codes=CLINIC, action="add")
    page = console.done(f"{group}/members", codes=f"{CLINIC}\n{OTHER}", action="add")
    assert "1件の医療機関等を追加しました。1件はすでに含まれています。" in page
    assert console.events("group_changed")[-1].details == {"added": [OTHER]}
    recorded = console.events("group_changed")
    console.done(f"{group}/members", codes=CLINIC, action="add")
    assert console.events("group_changed") == recorded


def test_institutions_are_taken_out(console: Console, group: str) -> None:
    console.done(f"{group}/members", codes=f"{CLINIC}\n{OTHER}", action="add")
    assert "1件の医療機関等を除外しました。" in console.done(f"{group}/members", codes=CLINIC, action="remove")
    assert members(console) == [OTHER]
    assert console.events("group_changed")[-1].details == {"removed": [CLINIC]}


@pytest.mark.parametrize("action", ["add", "remove"])
@pytest.mark.parametrize(
    ("codes", "says"),
    [
        ("", "医療機関コードを1行に1件ずつ入力してください。"),
        (f"{OTHER}\n13", "2行目：10桁の数字ではありません。"),
        (f"{OTHER}\n\n<b>", "3行目：10桁の数字ではありません。"),
        (f"{OTHER}\n9999999999", "医療機関コード9999999999の医療機関等は登録されていません。"),
        ("\n".join(f"{number:010}" for number in range(MOST_CODES + 1)), f"{MOST_CODES:,}件まで"),
    ],
)
def test_anything_wrong_changes_no_member(console: Console, group: str, action: str, codes: str, says: str) -> None:
    console.done(f"{group}/members", codes=CLINIC, action="add")
    assert says in console.refused(f"{group}/members", codes=codes, action=action)["codes"]
    assert members(console) == [CLINIC]


def test_one_that_is_not_in_the_group_cannot_be_taken_out(console: Console, group: str) -> None:
    console.done(f"{group}/members", codes=CLINIC, action="add")
    said = console.refused(f"{group}/members", codes=f"{CLINIC}\n{OTHER}", action="remove")
    assert "含まれていません" in said["codes"]
    assert members(console) == [CLINIC]


def test_one_that_would_have_two_windows_cannot_be_put_in(console: Console, group: str) -> None:
    group_id = group.rpartition("/")[2]
    days = {"opens_on": "2025/12/12", "closes_on": "2025/12/13"}
    console.done("/operator/windows/new", target="group", group=group_id, **days)
    console.done("/operator/windows/new", target="institution", institution=CLINIC, **days)
    said = console.refused(f"{group}/members", codes=f"{OTHER}\n{CLINIC}", action="add")
    assert "重なります" in said["codes"]
    assert members(console) == []


def test_a_long_group_comes_in_pages(console: Console, group: str) -> None:
    with console.services.database.session() as session:
        made = [create_institution(session, f"20{number:08}", "診療所") for number in range(60)]
        add_members(session, find_group(session, "東京都"), made)
    assert "全60件中 51～60件目" in console.page(f"{group}?page=2")
    assert "60件" in console.page(LIST)


def test_a_group_is_removed_after_a_page_that_asks(console: Console, group: str) -> None:
    with console.services.database.session() as session:
        add_members(session, find_group(session, "東京都"), [find_institution(session, CLINIC)])
    assert "「東京都」を削除します" in console.page(f"{group}/delete")
    assert "グループ「東京都」を削除しました。" in console.done(f"{group}/delete")
    assert console.get(group).status_code == 404
    assert console.get(f"/operator/institutions/{CLINIC}").status_code == 200
    (event,) = console.events("group_removed")
    assert event.subject == "group:東京都"


def test_a_group_that_a_window_names_stays(console: Console, group: str) -> None:
    days = {"opens_on": "2025/12/12", "closes_on": "2025/12/13"}
    console.done("/operator/windows/new", target="group", group=group.rpartition("/")[2], **days)
    before = console.events()
    answer = console.post(f"{group}/delete")
    assert answer.status_code == 422
    assert "使われているため削除できません" in answer.text
    assert console.events() == before
    assert console.get(group).status_code == 200


@pytest.mark.parametrize("path", ["99", "99/edit", "99/members", "99/delete", "99999999999999999999", "x"])
def test_an_unknown_group_is_no_page(console: Console, path: str) -> None:
    assert console.get(f"{LIST}/{path}").status_code == 404
    assert console.post(f"{LIST}/{path}").status_code in {404, 405}
