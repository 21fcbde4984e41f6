"""The parts of einsum that are given: its letters, and the memory that it takes."""

import tracemalloc

import numpy as np
import pytest
from t04_tensors import einsum, strided


@pytest.mark.parametrize(
    ("subscripts", "shapes", "match"),
    [
        ("ij,jk->ii", [(2, 3), (3, 4)], "distinct letters"),
        ("ij->ik", [(2, 3)], "distinct letters"),
        ("i...->i", [(2, 3)], "dots"),
        ("ii", [(3, 1)], "sizes"),
        ("ij,jk", [(2, 3), (4, 5)], "'j' has the sizes 3 and 4"),
        ("i", [(2, 3)], "'i'.* 2 axes"),
        ("ijk", [(2, 3)], "'ijk'.* 2 axes"),
        ("i,j", [(2,)], "2 operands, got 1"),
        ("i", [(2,), (2,)], "1 operands, got 2"),
        ("i.j", [(2, 3)], "letters"),
        ("i->j->", [(2,)], "letters"),
        ("......", [(2,)], "letters"),
        ("é", [(2,)], "letters"),
        ("1", [(2,)], "letters"),
    ],
)
def test_subscripts_that_mean_nothing_are_refused(subscripts, shapes, match):
    with pytest.raises(ValueError, match=match):
        einsum(subscripts, *(np.ones(shape) for shape in shapes))


def test_the_products_of_a_contraction_never_exist_at_once():
    left, right = strided(np.ones((200, 100))), strided(np.ones((200, 100)))
    tracemalloc.start()
    try:
        total = einsum("ij,kj->ik", left, right)  # 4 million products are 32 MB
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total[0, 0] == 100
    assert peak < 8e6, f"{peak / 1e6:.1f} MB"


def test_subscripts_are_a_string():
    with pytest.raises(TypeError, match="subscripts"):
        einsum(np.ones(2), [0])
