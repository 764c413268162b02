"""The kinds of account (manual, chapter 1, 1 (1))."""

from enum import StrEnum


class Role(StrEnum):
    """What an account may do is declared in :mod:`app.access`."""

    MEDICAL_VIEWER = "medical_viewer"
    ADMINISTRATOR = "administrator"
    GENERAL = "general"
    OTHER = "other"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        """The name staff know it by."""
        return _LABELS[self]


_LABELS = {
    Role.MEDICAL_VIEWER: "医療情報閲覧アカウント",
    Role.ADMINISTRATOR: "管理アカウント",
    Role.GENERAL: "一般アカウント",
    Role.OTHER: "その他のアカウント",
    Role.OPERATOR: "実施機関アカウント",
}
