"""The QR code of an enrolment, made here: its secret is sent to nobody. Pure."""

from typing import Final

import segno
from markupsafe import Markup

_PIXELS_PER_MODULE: Final = 4


def qr_code(uri: str, title: str) -> Markup:
    """An SVG element without any style of its own, which the pages' policy would forbid.

    ``title``: for screen readers.
    """
    code = segno.make(uri, error="m", micro=False)
    svg = code.svg_inline(scale=_PIXELS_PER_MODULE, dark="#000", light="#fff", title=title, svgclass="qr-code")
    return Markup(svg.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 -- made by segno, which escapes the title
