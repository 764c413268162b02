"""One time limit for a whole look-up."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.lookup_time import one_look_up, seconds_left


def test_outside_a_look_up_every_question_has_the_whole_limit() -> None:
    assert seconds_left(2.0) == 2.0
    with one_look_up():
        pass
    assert seconds_left(2.0) == 2.0


def test_in_a_look_up_time_passes_and_a_look_up_inside_it_adds_none() -> None:
    with one_look_up():
        time.sleep(0.05)
        first = seconds_left(2.0)
        with one_look_up():
            inside = seconds_left(2.0)
        assert 1.5 < inside <= first <= 1.95
        assert seconds_left(0.05) <= 0


def test_a_look_up_that_failed_is_over() -> None:
    with pytest.raises(ZeroDivisionError), one_look_up():
        _ = 1 / 0

    assert seconds_left(2.0) == 2.0


def test_look_ups_of_other_threads_have_their_own_time() -> None:
    with ThreadPoolExecutor(1) as other, one_look_up():
        time.sleep(0.01)
        assert other.submit(seconds_left, 2.0).result() == 2.0
