"""The answer to whoever logs out."""

from flask import Response, make_response, redirect, url_for


def farewell() -> Response:
    """To the log-in page, and the browser forgets all it holds of us."""
    response = make_response(redirect(url_for("login.page"), 303))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
