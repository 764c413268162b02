"""Texts that are hard on the keys, as hypothesis strategies."""

from collections.abc import Callable
from typing import NamedTuple

from hypothesis import strategies as st

from analyzers import address_key, insurer_key, kana_key, name_key
from analyzers.address import ADDRESS_FOLD
from analyzers.fold import Fold
from analyzers.insurer import INSURER_FOLD
from analyzers.kana import KANA_FOLD
from analyzers.name import NAME_FOLD

any_text = st.text(st.characters(), max_size=30)
"""Every code point there is, lone surrogates included."""

NAME_PIECES = (
    *"山田［］()（）＿_・ー-－ビか゛ﾞｶ\u3099\u309aa\u0301´'`ヲヰ ⻑㍿①Ａßİ￣＝゠\ud842\u200b\ue000",
    "成年後見人",
)
KANA_PIECES = (*NAME_PIECES, *"ゃァヵㇰㇷ゚ヺゟヿゝゞ〜～~")
ADDRESS_PIECES = (
    *"一二三十百千〇123450丁目番地号のノ之ーｰ-－ 　ヶがケカ東京都府中市八町条線室アカ・、",
    *"()〒|^@゛ﾞｶか\u3099a\u0301´`ッつ",
    "東京都", "京都府", "丁目", "番地", "号室", "〒100-0001", "100-0001", "〒000 0000東京都",
)  # fmt: skip
INSURER_PIECES = (
    *"国保健共済協会険東京都支部(（株）)ァー-ａ ・゜゛|組合",
    "国保", "健保", "協会", "けんぽ", "ｹﾝﾎﾟ", "共済", "組合", "株式会社", "㈱", "東京都",
    "全国健康保険", "全国健康保険協会", "(tjk)",
)  # fmt: skip


class Field(NamedTuple):
    """A field's key, its fold, and the pieces that its rules speak of."""

    key: Callable[[str], str]
    fold: Fold
    pieces: tuple[str, ...]

    def texts(self) -> st.SearchStrategy[str]:
        """Texts of this field's pieces, now and then with any other character."""
        piece = st.sampled_from(self.pieces)
        return st.lists(st.one_of(piece, piece, piece, st.characters()), max_size=12).map("".join)


FIELDS = {
    "name": Field(name_key, NAME_FOLD, NAME_PIECES),
    "kana": Field(kana_key, KANA_FOLD, KANA_PIECES),
    "address": Field(address_key, ADDRESS_FOLD, ADDRESS_PIECES),
    "insurer": Field(insurer_key, INSURER_FOLD, INSURER_PIECES),
}
"""The fields that have keys."""
