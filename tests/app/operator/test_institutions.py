"""[医療機関等]: the list, one of them, a new one, a change, and a CSV file of new ones."""

import io
from collections.abc import Mapping

import pytest
from sqlalchemy import select

from app.groups import add_members, create_group
from app.institutions import create_institution, find_institution
from app.operator.institutions.importing import LARGEST_FILE, MOST_LINES
from app.roles import Role
from app.state.models import Institution
from tests.app.browser import Browser
from tests.app.operator.console import CLINIC, Console, messages, values

LIST = "/operator/institutions"
NEW = f"{LIST}/new"
IMPORT = f"{LIST}/import"


def codes(console: Console) -> list[str]:
    with console.services.database.session() as session:
        return list(session.scalars(select(Institution.code).order_by(Institution.code)))


def shown_codes(page: str, among: list[str]) -> list[str]:
    return [code for code in among if f'href="{LIST}/{code}"' in page]


def make_many(console: Console, count: int) -> list[str]:
    with console.services.database.session() as session:
        made = [create_institution(session, f"20{number:08}", f"診療所{number}") for number in range(count)]
        return [institution.code for institution in made]


def test_a_new_one_is_entered_with_its_event(console: Console) -> None:
    page = console.done(
        NEW, code="１３9876 5432".replace(" ", ""), name="　となり医院　", mail_address="desk@clinic.example"
    )
    assert "医療機関等を登録しました。" in page
    assert "となり医院" in page
    assert "desk@clinic.example" in page
    (event,) = console.events("institution_created")
    assert (event.subject, event.details["name"], event.user_id) == ("institution:1398765432", "となり医院", "operator")


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"code": ""}, "code", "医療機関コードを入力してください。"),
        ({"code": "131234567"}, "code", "10桁の数字"),
        ({"code": CLINIC}, "code", "すでに登録されています"),
        ({"name": "　"}, "name", "医療機関名を入力してください。"),
        ({"name": "医院\tです"}, "name", "使用できない文字"),
        ({"name": "医" * 201}, "name", "200文字以内で入力してください（現在201文字）"),
        ({"mail_address": "clinic"}, "mail_address", "desk@clinic.example"),
        ({"mail_address": "a@clinic.example, b@clinic.example"}, "mail_address", "1件だけ"),
        ({"mail_address": "受付 <desk@clinic.example>"}, "mail_address", "1件だけ"),
        ({"mail_address": "desk@clinic.example\r\nBcc: x@y.example"}, "mail_address", "1件だけ"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(console: Console, typed: Mapping[str, str], field: str, says: str) -> None:
    said = console.refused(NEW, **{"code": "1398765432", "name": "となり医院", **typed})
    assert list(said) == [field]
    assert says in said[field]
    assert codes(console) == [CLINIC]


def test_a_wrong_form_keeps_what_was_typed_and_shows_it_as_text(console: Console) -> None:
    typed = {"code": "13", "name": '"><script>alert(1)</script>', "mail_address": "<b>"}
    answer = console.post(NEW, **typed)
    assert {name: values(answer.text)[name] for name in typed} == typed
    assert "<script>alert" not in answer.text


def test_a_name_is_shown_as_text_wherever_it_stands(console: Console) -> None:
    console.done(NEW, code="1398765432", name="<b>医院</b>")
    for path in (LIST, f"{LIST}/1398765432", f"{LIST}/1398765432/edit"):
        assert "<b>" not in console.get(path).text


def test_name_and_address_are_changed_with_an_event_that_names_what_changed(console: Console) -> None:
    path = f"{LIST}/{CLINIC}"
    assert values(console.page(f"{path}/edit"))["name"] == "サンプル医療機関"
    page = console.done(f"{path}/edit", name="サンプル医療機関", mail_address="desk@clinic.example", code="9999999999")
    assert "desk@clinic.example" in page
    (event,) = console.events("institution_changed")
    assert (event.subject, event.details["changed"]) == (f"institution:{CLINIC}", ["mail_address"])
    assert codes(console) == [CLINIC]


def test_an_address_can_be_taken_away(console: Console) -> None:
    path = f"{LIST}/{CLINIC}"
    console.done(f"{path}/edit", name="新しい名称", mail_address="desk@clinic.example")
    page = console.done(f"{path}/edit", name="新しい名称", mail_address="")
    assert "登録なし" in page
    assert "新しい名称" in page


def test_a_wrong_change_changes_nothing(console: Console) -> None:
    said = console.refused(f"{LIST}/{CLINIC}/edit", name="", mail_address="desk@clinic.example")
    assert list(said) == ["name"]
    with console.services.database.session() as session:
        assert find_institution(session, CLINIC).mail_address is None


@pytest.mark.parametrize("code", ["9999999999", "x", "%00", "１３１２３４５６７８"])
def test_an_unknown_one_is_no_page(console: Console, code: str) -> None:
    assert console.get(f"{LIST}/{code}").status_code == 404
    assert console.get(f"{LIST}/{code}/edit").status_code == 404
    assert console.post(f"{LIST}/{code}/edit", name="医院").status_code == 404


def test_its_page_shows_accounts_groups_and_windows(console: Console) -> None:
    with console.services.database.session() as session:
        add_members(session, create_group(session, "東京都"), [find_institution(session, CLINIC)])
    page = console.page(f"{LIST}/{CLINIC}")
    assert f"{Role.MEDICAL_VIEWER.label} 1件" in page
    assert f"{Role.OPERATOR.label}" not in page.partition('<dl class="facts">')[2]
    assert "東京都" in page
    assert "2025/11/01～2025/11/30" in page


def test_the_list_is_searched_by_the_beginning_of_a_code_or_a_part_of_a_name(console: Console) -> None:
    made = make_many(console, 3)
    every = [CLINIC, *made]
    assert shown_codes(console.page(LIST), every) == every
    assert shown_codes(console.page(f"{LIST}?q=13"), every) == [CLINIC]
    assert shown_codes(console.page(f"{LIST}?q=２０"), every) == made
    assert shown_codes(console.page(f"{LIST}?q=所2"), every) == made[2:]
    assert shown_codes(console.page(f"{LIST}?q=34567"), every) == []


@pytest.mark.parametrize("searched", ["%25", "_", "%5C", "'", "<script>", "%00"])
def test_what_is_searched_has_no_meaning_but_its_letters(console: Console, searched: str) -> None:
    page = console.get(f"{LIST}?q={searched}")
    assert page.status_code == 200
    assert "当てはまる医療機関等はありません" in page.text
    assert "<script>" not in page.text.partition("<main")[2]


def test_a_long_list_comes_in_pages_of_fifty_that_keep_the_search(console: Console) -> None:
    made = make_many(console, 101)
    first = console.page(f"{LIST}?q=診療所")
    assert "全101件中 1～50件目" in first
    assert shown_codes(first, made) == made[:50]
    assert "page=2" in first
    assert "q=%E8%A8%BA%E7%99%82%E6%89%80&page=2" in first
    assert 'rel="prev"' not in first
    last = console.page(f"{LIST}?q=診療所&page=3")
    assert shown_codes(last, made) == made[100:]
    assert "全101件中 101～101件目" in last
    assert 'rel="next"' not in last


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "１", "1e9", "99999999999999999999"])
def test_a_page_that_is_no_number_is_the_first(console: Console, number: str) -> None:
    made = make_many(console, 60)
    assert shown_codes(console.page(f"{LIST}?page={number}"), made) == made[:49]


def test_a_page_past_the_last_is_the_last(console: Console) -> None:
    made = make_many(console, 60)
    assert shown_codes(console.page(f"{LIST}?page=9"), made) == made[49:]


def send_file(browser: Browser, content: bytes, name: str = "institutions.csv") -> tuple[int, str, str]:
    """Status, where it leads, and what the page says of the file."""
    data = {"csrf_token": browser.csrf_token(), "file": (io.BytesIO(content), name)}
    answer = browser.client.post(IMPORT, data=data, content_type="multipart/form-data")
    return answer.status_code, answer.location or "", answer.text


FILE = 'code,name,mail\r\n1311111111,赤坂医院,akasaka@clinic.example\r\n1322222222,"青山, 薬局",\r\n'


@pytest.mark.parametrize(
    "content",
    [
        FILE.encode(),
        FILE.encode("utf-8-sig"),
        FILE.encode("cp932"),
        FILE.replace("\r\n", "\n").encode(),
        FILE.replace("code,name,mail", "医療機関コード,医療機関名,メールアドレス").encode(),
        (FILE + "\r\n,,\r\n").encode(),
    ],
    ids=["utf-8", "with BOM", "CP932", "Unix lines", "Japanese header", "blank lines"],
)
def test_a_file_enters_all_that_it_names(console: Console, content: bytes) -> None:
    status, location, _ = send_file(console.browser, content)
    assert (status, location) == (303, LIST)
    assert "2件の医療機関等を登録しました。" in console.page(LIST)
    assert codes(console) == ["1311111111", CLINIC, "1322222222"]
    with console.services.database.session() as session:
        assert find_institution(session, "1311111111").mail_address == "akasaka@clinic.example"
        assert find_institution(session, "1322222222").name == "青山, 薬局"
    events = console.events("institution_created")
    assert [event.subject for event in events] == ["institution:1311111111", "institution:1322222222"]


def test_columns_may_stand_in_any_order_and_the_address_may_be_left_out(console: Console) -> None:
    send_file(console.browser, "name,code\n赤坂医院,1311111111\n".encode())
    assert codes(console) == ["1311111111", CLINIC]


ROW = "1311111111,赤坂医院,\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "ファイルが空です。"),
        ("code,name,mail\n", "医療機関等が1件もありません。"),
        (ROW, "1行目は code,name,mail"),
        ("code,name,name\n" + ROW, "1行目は code,name,mail"),
        ("code,mail\n1311111111,\n", "1行目は code,name,mail"),
        ("code,name,mail\n" + ROW + "13,青山薬局,\n", "3行目：医療機関コードが2桁です。"),
        ("code,name,mail\n" + ROW + "131111111a,青山薬局,\n", "3行目：医療機関コードは10桁"),
        ("code,name,mail\n" + ROW + "1322222222,,\n", "3行目：医療機関名を入力してください。"),
        ("code,name,mail\n" + ROW + "1322222222\n", "3行目：医療機関名を入力してください。"),
        ("code,name,mail\n" + ROW + "1322222222,青山薬局,x\n", "3行目：メールアドレスは"),
        ("code,name,mail\n" + ROW + "1322222222,青山薬局,,余分\n", "3行目：項目が3個より多くあります。"),
        ("code,name,mail\n" + ROW + ROW, "3行目：医療機関コード1311111111は2行目と同じです。"),
        ("code,name,mail\n" + ROW + f"{CLINIC},もう一度,\n", f"3行目：医療機関コード{CLINIC}は登録済みです。"),
        ('code,name,mail\n1311111111,"赤坂\n', "CSVとして読み取れません"),
        (b"code,name,mail\n\x81\x00\xff\xfe\n", "文字として読み取れない"),
        ("code,name,mail\n" + ROW * (MOST_LINES + 1), f"一度に取り込めるのは{MOST_LINES:,}件まで"),
    ],
)
def test_a_file_with_anything_wrong_enters_nothing_and_names_the_line(
    console: Console, content: bytes | str, says: str
) -> None:
    before = console.events()
    status, _, page = send_file(console.browser, content if isinstance(content, bytes) else content.encode())
    assert status == 422
    assert says in page.replace("&#34;", '"')
    assert "1件も登録していません" in page
    assert codes(console) == [CLINIC]
    assert console.events() == before


def test_many_wrong_lines_are_counted_not_all_listed(console: Console) -> None:
    status, _, page = send_file(console.browser, ("code,name,mail\n" + "x,医院,\n" * 30).encode())
    assert status == 422
    assert page.count("行目：") == 20
    assert "ほか10件の誤りがあります。" in page


def test_no_file_is_said_at_the_field(console: Console) -> None:
    status, _, page = send_file(console.browser, b"", "")
    assert status == 422
    assert "ファイルを選択してください。" in page


def test_a_file_of_the_most_lines_is_entered_at_once(console: Console) -> None:
    lines = "".join(
        f"20{number:08},{'長い名前の診療所' * 10},desk{number}@clinic.example\n" for number in range(MOST_LINES)
    )
    content = f"code,name,mail\n{lines}".encode()
    assert 64 * 1024 < len(content) < LARGEST_FILE
    assert send_file(console.browser, content)[0] == 303
    assert len(codes(console)) == MOST_LINES + 1
    assert len(console.events("institution_created")) == MOST_LINES


def test_a_file_that_is_too_large_is_refused(console: Console) -> None:
    token = console.browser.csrf_token()
    data = {"csrf_token": token, "file": (io.BytesIO(b"x" * (LARGEST_FILE + 8 * 1024)), "x.csv")}
    answer = console.browser.client.post(IMPORT, data=data, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_only_the_form_of_files_takes_more_than_other_forms(console: Console) -> None:
    token = console.browser.csrf_token()
    data = {"csrf_token": token, "file": (io.BytesIO(b"x" * 100 * 1024), "x.csv")}
    answer = console.browser.client.post(NEW, data=data, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_whoever_may_not_send_a_file_may_not_send_a_large_one(browser: Browser) -> None:
    data = {"file": (io.BytesIO(b"x" * 100 * 1024), "x.csv")}
    answer = browser.client.post(IMPORT, data=data, content_type="multipart/form-data")
    assert (answer.status_code, answer.location) == (303, "/login")


def test_two_wrong_fields_are_two_messages_and_the_summary_leads_to_both(console: Console) -> None:
    answer = console.post(NEW, code="", name="")
    assert list(messages(answer)) == ["code", "name"]
    assert "2件の誤りがあります" in answer.text
    assert 'href="#code"' in answer.text
    assert 'href="#name"' in answer.text
