"""What staff are told: the manual's words, and for each problem what is wrong and what to do about it."""

from app.error_texts import ErrorText
from engine.conditions import TEXT_LIMITS, Problem

SEVERAL = "複数の資格該当者が見つかりました。資格確認の該当者を以下から選択してください。"
TOO_MANY = "該当件数が5件を超える場合は一覧表示できません。検索入力条件を見直して再度検索してください。"
NONE = "検索条件に入力された情報が存在しません"
CHANGED = "資格情報が更新されました。再検索してください"

WHAT_TO_CHECK = (
    (
        "氏名・氏名（カナ）は完全一致で検索します。登録では異体字（髙と高など）や●になっている場合があるため、"
        "氏名を消して氏名（カナ）だけで、又は氏名（カナ）を消して氏名だけで検索してください。"
    ),
    "生年月日の元号と年月日に誤りがないか確認してください。",
    "性別は、保険者の登録どおりに指定してください。券面と異なる場合や「3：未設定」の場合があります。",
    "保険者が住所を登録していない場合、住所では見つかりません。住所を消して、保険者名で検索してください。",
    (
        "住所は、部屋番号・建物名・番地を省き、市区町村までにして検索してください。"
        "転居などで変わっている場合は、都道府県だけにするか、保険者名で検索してください。"
    ),
)
"""What to look at again when nobody was found."""

HOW_TO_NARROW = (
    "住所に市区町村名や番地を加えてください。",
    "保険者名に特徴的な語を加えてください。住所と保険者名の両方を入力すると、両方に当てはまる方だけを検索します。",
    "氏名と氏名（カナ）の両方を入力してください。",
)
"""How to get five or fewer."""

UNAVAILABLE = (
    "ただいま資格情報を照会できません。該当者がいないという意味ではありません。"
    "入力した条件は残っています。しばらくしてから、もう一度《検索》をクリックしてください。"
)

NOT_RECORDED = (
    "ただいま検索の記録を残せないため、検索結果を表示できません。該当者がいないという意味ではありません。"
    "入力した条件は残っています。しばらくしてから、もう一度《検索》をクリックしてください。"
)

TOO_OFTEN = (
    "短い時間に多くの検索が行われたため、受け付けを止めています。この検索は行われていません。"
    "入力した条件は残っています。1分ほど待ってから、もう一度操作してください。"
)

GONE = ErrorText(
    "検索結果を表示できません",
    "検索条件と検索結果は、操作がないまま15分が過ぎたとき、又は消去したときに表示できなくなります。",
    ("資格情報照会（システム障害時）の画面から、もう一度検索してください。",),
    (("/lookup", "資格情報照会（システム障害時）へ"), ("/menu", "メニューへ")),
)
"""The same whether a handle is wrong, someone else's, erased or too old."""

BIRTH_DATE_REQUIRED = "生年月日を入力してください。"
BIRTH_DATE_IN_THE_FUTURE = "生年月日が今日より後の日付です。元号と年月日を確認してください。"
ERA_REQUIRED = "生年月日の元号又は西暦を選択してください。"
ERA_YEAR_DIGITS = (
    "元号の年は2桁以内の数字（元年は1又は元）で入力してください。西暦の年を入力する場合は「西暦」を選択してください。"
)
WESTERN_YEAR_DIGITS = "西暦の年は4桁の数字で入力してください。元号の年を入力する場合は元号を選択してください。"

_OUTSIDE_OUTAGE = (
    "資格確認日 {day} は障害期間（{outage}）の外です。この機能は、障害中に来院した新規患者の資格確認に使います。"
)

_LABELS = {
    "name": "氏名",
    "name_kana": "氏名（カナ）",
    "birth_date": "生年月日",
    "sex": "性別",
    "address": "住所",
    "insurer_name": "保険者名",
    "as_of": "資格確認日",
}

_NAME_OR_KANA = "氏名又は氏名（カナ）のどちらか一方は入力してください。"
_ADDRESS_OR_INSURER = "住所又は保険者名のどちらか一方は入力してください。"

_OF_ONE_FIELD = {
    ("name", Problem.ONE_OF_TWO): _NAME_OR_KANA,
    ("name_kana", Problem.ONE_OF_TWO): _NAME_OR_KANA,
    ("address", Problem.ONE_OF_TWO): _ADDRESS_OR_INSURER,
    ("insurer_name", Problem.ONE_OF_TWO): _ADDRESS_OR_INSURER,
    ("insurer_name", Problem.GENERIC_INSURER): (
        "「国保」「健康保険組合」などの一般的な語だけでは検索できません。"
        "市区町村名や保険者名の特徴的な語を加えてください。"
    ),
    ("birth_date", Problem.IN_THE_FUTURE): BIRTH_DATE_IN_THE_FUTURE,
    ("sex", Problem.REQUIRED): "性別を選択してください。",
    ("sex", Problem.NOT_A_CHOICE): "性別は「1：男」「2：女」「3：未設定」から選択してください。",
    ("as_of", Problem.REQUIRED): "資格確認日を西暦年月日8桁（入力例 2020/10/10）で入力してください。",
    ("as_of", Problem.NOT_A_DATE): (
        "資格確認日は、実在する日付を西暦年月日8桁（入力例 2020/10/10）で入力してください。"
    ),
}

_OF_A_TEXT = {
    Problem.TOO_LONG: "{label}は{limit}文字以内で入力してください（現在{length}文字）。",
    Problem.CONTROL_CHARACTER: (
        "{label}に使用できない文字（改行やタブなど）が含まれています。消して入力し直してください。"
    ),
    Problem.NOTHING_TO_COMPARE: "{label}に検索できる文字がありません。記号以外の文字を入力してください。",
}


def problem_words(field: str, problem: Problem, text: str = "") -> str:
    """What is wrong with a field of the conditions, and what to do. ``text``: what was typed there."""
    if (field, problem) in _OF_ONE_FIELD:
        return _OF_ONE_FIELD[field, problem]
    words = _OF_A_TEXT.get(problem, "{label}を正しく入力してください。")
    return words.format(label=_LABELS[field], limit=TEXT_LIMITS.get(field), length=len(text))


def outside_outage(day: str, outage: str) -> str:
    """The notice about a 資格確認日 (YYYY/MM/DD) outside the 障害期間 (its words)."""
    words = _OUTSIDE_OUTAGE.format(day=day, outage=outage)
    return f"{words}障害中に来院した患者は、来院した日を資格確認日にして検索してください。"


def outside_outage_refused(day: str, outage: str) -> str:
    """The error in its place where the window is strict."""
    words = _OUTSIDE_OUTAGE.format(day=day, outage=outage)
    return f"{words}障害期間の外の日では検索できません。来院した障害期間内の日を入力してください。"


def part_missing(part: str) -> str:
    """``part``: 年, 月 or 日."""
    return f"生年月日の{part}を入力してください。"


def part_not_a_number(part: str) -> str:
    """``part``: 年, 月 or 日."""
    return f"生年月日の{part}は数字で入力してください。"


def part_out_of_range(part: str, highest: int) -> str:
    """``part``: 月 or 日."""
    return f"生年月日の{part}は1から{highest}までの数字で入力してください。"


def no_such_day(words: str) -> str:
    """``words``: the day in words as typed."""
    return f"{words}は存在しない日付です。年月日を確認してください。"


def another_era(words: str, right_words: str) -> str:
    """``right_words``: the same day in words, in the era it belongs to."""
    return f"{words}は存在しない日付です。その日は{right_words}です。元号と年を入力し直してください。"
