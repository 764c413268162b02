"""Passwords come by prompt or standard input, never as an argument, which every process can read."""

import sys

import click

from app.passwords import problem_with
from app.service_error import ServiceError


class PasswordRefusedError(ServiceError):
    """The password is not one to take."""


def read_new_password(user_id: str) -> str:
    """Ask twice at a terminal; else read the first line of standard input. ``user_id``: whose password it will be.

    Raises :class:`PasswordRefusedError`.
    """
    if sys.stdin.isatty():
        password = str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    else:
        password = sys.stdin.readline().rstrip("\r\n")
        if not password:
            raise PasswordRefusedError("no password was given: standard input is empty, or its first line is")
    problem = problem_with(password, user_id)
    if problem:
        raise PasswordRefusedError(problem)
    return password
