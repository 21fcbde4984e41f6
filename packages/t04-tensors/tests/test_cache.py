"""Cache lines fetched by walks whose cost is known."""

import numpy as np
import pytest
from t04_tensors import StridedArray, cache_misses


def test_a_row_major_walk_misses_the_cache_once_per_line():
    cells = np.arange(64 * 64)
    assert cache_misses(cells, line=16, lines=32) == 64 * 64 / 16
    columns = StridedArray(cells, (64, 64)).T.elements()
    assert cache_misses(columns, line=16, lines=32) == 64 * 64
    assert cache_misses(columns, line=16, lines=64) == 64 * 64 / 16


def test_a_cache_of_one_number_forgets_at_once():
    assert cache_misses(np.array([0, 0, 1, 0]), line=1, lines=1) == 3


def test_the_line_unused_for_longest_makes_room():
    assert cache_misses(np.array([0, 1, 0, 2, 0, 1]), line=1, lines=2) == 4
    assert cache_misses(np.array([0, 1, 2, 0]), line=1, lines=2) == 4
    for options in ({"line": 0}, {"lines": 0}):
        with pytest.raises(ValueError, match="at least 1"):
            cache_misses(np.arange(3), **options)
