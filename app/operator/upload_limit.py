"""A form that sends a file may be larger than the others: an operator's, once the guard has let it through."""

from typing import Final

from flask import Flask, request

from app.operator.institutions.importing import LARGEST_FILE

_FILE_FORMS: Final = frozenset({"operator.institutions.import_file"})
_FIELDS_BESIDE: Final = 4 * 1024


def install(app: Flask) -> None:
    """Between the guard and the CSRF check, which reads the form."""
    app.before_request(_allow_a_file)


def _allow_a_file() -> None:
    if request.endpoint in _FILE_FORMS:
        request.max_content_length = LARGEST_FILE + _FIELDS_BESIDE
        request.max_form_memory_size = LARGEST_FILE  # the parser holds one piece of a file in this memory too
