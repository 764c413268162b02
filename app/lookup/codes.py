"""The words for the codes of the feed and the eligibility XML (operation manual, 3 画面項目説明)."""

from engine.answer import Validity
from engine.record import Sex

SEXES = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.NOT_SET: "未設定"}

VALIDITIES = {
    Validity.VALID: "有効",
    Validity.INVALID: "無効",
    Validity.INVALID_NEWER: "無効（新しい資格あり）",
}

CERTIFICATE_CLASSES = {
    "01": "一般",
    "02": "被保険者証（退職）",
    "03": "短期被保険者証（一般）",
    "04": "短期被保険者証（退職）",
    "05": "特別療養費支給対象者",
    "06": "特例退職被保険者証",
    "07": "自衛官",
}
"""区分."""

CLASSES_TO_HEED = frozenset({"03", "04", "05"})
"""区分 that the manual wants in red."""

LOSS_REASONS = {"01": "死亡", "02": "生活保護受給開始", "03": "その他", "99": "その他"}
"""資格喪失事由. Code 03 is 医療保険等の資格取得, which the screen also calls その他."""

PERSONAL_FAMILY = {"1": "本人", "2": "家族"}
"""本人・家族の別."""

_RATIO_DIGITS = 3


def copayment(ratio: str) -> str:
    """一部負担金割合 in words: 010 is 1割. Anything but three digits is shown as sent."""
    if len(ratio) != _RATIO_DIGITS or not (ratio.isascii() and ratio.isdigit()):
        return ratio
    tenths, rest = divmod(int(ratio), 10)
    return f"{int(ratio)}％" if rest else f"{tenths}割"
