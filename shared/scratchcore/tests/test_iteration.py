"""Rows walked one by one: the same numbers, and NumPy's buffer as it was afterwards."""

import threading

import numpy as np
import pytest
from scratchcore.iteration import row_by_row


@pytest.mark.parametrize("length", [1, 511, 512, 3000, 8191, 8192])
def test_results_are_the_same_bits(length):
    rng = np.random.default_rng(0)
    x, row = rng.standard_normal((7, length)).astype("f"), rng.random(length).astype("f")
    column = rng.random((7, 1)).astype("f")
    expected = x * column + row, x / column
    with row_by_row(length):
        got = x * column + row
        np.divide(x, column, out=x)
    assert (got == expected[0]).all()
    assert (x == expected[1]).all()


def test_the_buffer_is_small_inside_and_as_before_outside():
    before = np.getbufsize()
    with row_by_row(1024):
        assert np.getbufsize() < 1024
        with row_by_row(2048):
            assert np.getbufsize() < 1024
        assert np.getbufsize() < 1024
    assert np.getbufsize() == before
    with pytest.raises(ZeroDivisionError), row_by_row(1024):
        1 / 0  # noqa: B018
    assert np.getbufsize() == before


@pytest.mark.parametrize("length", [0, 511, 8192])
def test_rows_that_gain_nothing_change_nothing(length):
    before = np.getbufsize()
    with row_by_row(length):
        assert np.getbufsize() == before


def test_other_threads_keep_their_buffer():
    seen = []
    with row_by_row(1024):
        thread = threading.Thread(target=lambda: seen.append(np.getbufsize()))
        thread.start()
        thread.join()
    assert seen == [np.getbufsize()]


def test_the_callers_own_buffer_size_comes_back():
    before = np.setbufsize(4096)
    try:
        with row_by_row(512):
            pass
        assert np.getbufsize() == 4096
    finally:
        np.setbufsize(before)
