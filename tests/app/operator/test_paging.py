"""A long table, a page at a time."""

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.operator.paging import ROWS_PER_PAGE, Page, page_number


@given(total=st.integers(0, 400), size=st.integers(1, 60))
def test_the_pages_together_are_all_rows_in_their_order(total: int, size: int) -> None:
    rows = list(range(total))
    last = Page.of(rows, 1, size=size).last_number
    pages = [Page.of(rows, number, size=size) for number in range(1, last + 1)]
    assert [row for page in pages for row in page.rows] == rows
    assert all(len(page.rows) == size for page in pages[:-1])
    assert [(page.first_row, page.last_row) for page in pages if page.rows] == [
        (page.rows[0] + 1, page.rows[-1] + 1) for page in pages if page.rows
    ]


@given(total=st.integers(0, 400), number=st.integers(-3, 10**9))
def test_every_number_gives_a_page_that_is_there(total: int, number: int) -> None:
    page = Page.of(list(range(total)), number)
    assert 1 <= page.number <= page.last_number
    assert bool(page.rows) == bool(total)


def test_no_rows_are_one_empty_page() -> None:
    page: Page[int] = Page.of([], 1)
    assert (page.last_number, page.first_row, page.last_row) == (1, 0, 0)


@given(st.text())
def test_what_is_no_number_in_the_address_is_the_first_page(asked: str) -> None:
    with Flask("test").test_request_context(query_string={"page": asked}):
        number = page_number()
    assert number >= 1
    assert number == 1 or number == int(asked)


def test_a_second_table_counts_by_a_parameter_of_its_own() -> None:
    with Flask("test").test_request_context("/?page=2&other=3"):
        assert (page_number(), page_number("other")) == (2, 3)
    assert ROWS_PER_PAGE == 50
