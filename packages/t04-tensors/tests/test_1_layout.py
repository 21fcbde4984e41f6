"""Layout: from an index to a cell"""

import contextlib
import itertools

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t04_tensors import StridedArray, contiguous_strides, flat_offsets, is_contiguous

STRIDES = "scratch hint t04 contiguous_strides"
OFFSETS = "scratch hint t04 flat_offsets"
CONTIGUOUS = "scratch hint t04 is_contiguous"


class Counted(int):
    """A stride that counts how often Python computes with it."""

    uses = 0

    def __mul__(self, other):
        type(self).uses += 1
        return int(self) * other

    def __add__(self, other):
        type(self).uses += 1
        return int(self) + other

    __rmul__, __radd__ = __mul__, __add__


def cells_by_loop(shape, strides, offset):
    """Return offset + sum of index * stride for every index, the last axis moving fastest."""
    indices = itertools.product(*map(range, shape))
    return [offset + sum(i * s for i, s in zip(index, strides, strict=True)) for index in indices]


def test_row_major_strides_are_products_of_the_sizes_to_the_right(same):
    why = "a step along an axis passes everything to its right: 3 * 4 = 12, then 4, then 1"
    got = contiguous_strides((2, 3, 4))
    assert isinstance(got, tuple), f"strides are a tuple, got {type(got).__name__}"
    same(got, (12, 4, 1), name="row-major strides of (2, 3, 4)", why=why, hint=STRIDES)


def test_column_major_strides_are_products_of_the_sizes_to_the_left(same):
    why = "in column-major order the first axis is dense: 1, then 2, then 2 * 3 = 6"
    got = contiguous_strides((2, 3, 4), "F")
    same(got, (1, 2, 6), name="column-major strides of (2, 3, 4)", why=why, hint=STRIDES)


@pytest.mark.parametrize("shape", [(5,), (1, 3), (3, 1), (7, 1, 2), (1, 1)])
@pytest.mark.parametrize("order", ["C", "F"])
def test_strides_agree_with_numpys(shape, order, same):
    expected = [stride // 8 for stride in np.zeros(shape, order=order).strides]
    name = f"strides of {shape} in order {order}"
    same(contiguous_strides(shape, order), expected, name=name, hint=STRIDES)


def test_a_single_number_has_no_strides():
    assert contiguous_strides(()) == (), "shape () has no axes, so its strides are ()"
    assert contiguous_strides((), "F") == (), "shape () has no axes, so its strides are ()"


@pytest.mark.parametrize("order", ["K", "c", None])
def test_an_order_that_is_neither_c_nor_f_is_refused(order, refused):
    why = f"there are two orders without gaps, 'C' and 'F', and {order!r} is none of them"
    refused(ValueError, "order", lambda: contiguous_strides((2, 3), order), why)


def test_cells_are_listed_with_the_last_axis_moving_fastest():
    assert_close(
        flat_offsets((2, 3), (10, 1), 5),
        [5, 6, 7, 15, 16, 17],
        name="cells of shape (2, 3), strides (10, 1), offset 5",
        why="row-major means that the last index moves fastest: all of row 0 comes before row 1",
        hint=OFFSETS,
    )


def test_every_cell_counts_from_the_offset():
    why = "the offset is added to every element's cell, and once only"
    got = flat_offsets((2, 2), (2, 1), 100)
    assert_close(got, [100, 101, 102, 103], name="cells", why=why, hint=OFFSETS)


@pytest.mark.parametrize(
    ("shape", "strides", "offset"),
    [
        ((4,), (-3,), 9),
        ((3, 2), (1, 3), 0),
        ((2, 3, 5), (0, 7, -1), 4),
        ((2, 1, 3), (3, 99, 1), 0),
        ((2, 3, 2, 3), (1, 0, -5, 2), 11),
    ],
)
def test_cells_agree_with_a_loop(shape, strides, offset):
    expected = cells_by_loop(shape, strides, offset)
    name = f"cells of shape {shape}, strides {strides}, offset {offset}"
    assert_close(flat_offsets(shape, strides, offset), expected, name=name, hint=OFFSETS)


def test_cells_are_a_flat_array_of_integers():
    got = flat_offsets((2, 3), (3, 1))
    assert isinstance(got, np.ndarray), "cells index a NumPy buffer: return a NumPy array"
    message = f"expected integers of shape (6,), got {got.dtype} of shape {got.shape}"
    assert (got.shape, got.dtype.kind) == ((6,), "i"), message


def test_no_loop_over_elements_lists_the_cells(monkeypatch):
    monkeypatch.setattr(Counted, "uses", 0)
    got = flat_offsets((20, 5, 30), (Counted(150), Counted(30), Counted(1)))
    assert_close(got, np.arange(3000), name="cells of shape (20, 5, 30)", hint=OFFSETS)
    assert Counted.uses < 20, (
        f"Python computed {Counted.uses} times with a stride for 3 axes: loop over axes, not over "
        f"elements, and let NumPy add a flat array of steps at once\nnext: {OFFSETS}"
    )


def test_cells_may_lie_beyond_32_bits():
    why = "8 GB of bytes have cell numbers above 2**31: use np.intp, not 32 bits"
    got = flat_offsets((2, 2), (2**33, 1), 2**40)
    expected = [2**40, 2**40 + 1, 2**40 + 2**33, 2**40 + 2**33 + 1]
    assert got.tolist() == expected, f"{why}: yours {got.tolist()}, expected {expected}"


def test_a_single_number_is_in_one_cell():
    got = flat_offsets((), (), 7)
    assert_close(got, [7], name="cells of shape ()", why="() has 1 element", hint=OFFSETS)


def test_an_empty_axis_leaves_no_cells_however_large_the_others_are():
    got = None
    with contextlib.suppress(MemoryError):
        got = flat_offsets((2**40, 0, 3), (3, 3, 1))
    assert got is not None, (
        "shape (2**40, 0, 3) has no elements, and yours ran out of memory: it listed 2**40 cells "
        f"before it came to the 0; look for a 0 first\nnext: {OFFSETS}"
    )
    message = f"expected no integers, got {got.dtype} of shape {got.shape}"
    assert (got.shape, got.dtype.kind) == ((0,), "i"), message


def test_an_axis_of_size_one_moves_nothing_however_large_its_stride_is():
    why = "its only index is 0, and 0 * stride is 0"
    got = None
    with contextlib.suppress(OverflowError):
        got = flat_offsets((1, 2), (2**70, 1))
    assert got is not None, (
        f"shape (1, 2) with strides (2**70, 1) has the cells 0 and 1: {why}, so leave out axes of "
        f"size 1, because 2**70 fits no integer of NumPy\nnext: {OFFSETS}"
    )
    assert_close(got, [0, 1], name="cells with a stride of 2**70", why=why, hint=OFFSETS)


def test_elements_are_gathered_from_their_cells():
    array = StridedArray(np.arange(10.0), (2, 3), (-5, 2), offset=5)
    assert_close(array.elements(), [5.0, 7.0, 9.0, 0.0, 2.0, 4.0], name="elements", hint=OFFSETS)


def test_contiguous_means_without_gaps_in_that_order(same):
    why = "strides (3, 1) of shape (2, 3) are row-major without gaps, (1, 2) are column-major"
    got = tuple(is_contiguous((2, 3), s, order) for s in ((3, 1), (1, 2)) for order in ("C", "F"))
    name = "C and F of (3, 1), C and F of (1, 2)"
    same(got, [True, False, False, True], name=name, why=why, hint=CONTIGUOUS)
    why = (
        "strides (1, 3) of a square are those of its transpose: which axis has which stride counts"
    )
    got = tuple(is_contiguous((3, 3), (1, 3), order) for order in ("C", "F"))
    same(got, [False, True], name="C and F of (3, 3) with (1, 3)", why=why, hint=CONTIGUOUS)


@pytest.mark.parametrize("strides", [(4, 1), (6, 2), (0, 1), (3, -1), (-3, 1)])
def test_gaps_repetition_and_walking_backwards_are_not_contiguous(strides):
    message = f"shape (2, 3) with strides {strides} does not read 6 neighbours in their order"
    assert not is_contiguous((2, 3), strides), message


def test_the_stride_of_an_axis_of_size_one_does_not_matter():
    message = (
        "the stride of an axis of size 1 is never used: shape (3, 1), strides {} is contiguous"
    )
    for strides in ((1, 1), (1, 99), (1, 0), (1, -4)):
        assert is_contiguous((3, 1), strides), message.format(strides)
        assert is_contiguous((3, 1), strides, "F"), message.format(strides)


def test_empty_arrays_are_contiguous():
    message = "an array without elements has no gap between them: it is contiguous"
    assert is_contiguous((2, 0, 3), (7, 7, 7)), message
    assert is_contiguous((2, 0, 3), (7, 7, 7), "F"), message


@pytest.mark.parametrize(
    ("shape", "axes"),
    [((2, 3, 4), (0, 1, 2)), ((2, 3, 4), (2, 1, 0)), ((2, 1, 4), (1, 0, 2)), ((2, 3), (1, 0))],
)
@pytest.mark.parametrize("key", [np.s_[:], np.s_[:1], np.s_[::2], np.s_[:, 1:], np.s_[:, :0]])
def test_flags_agree_with_numpys(shape, axes, key, same):
    array = np.zeros(shape).transpose(axes)[key]
    strides = tuple(stride // 8 for stride in array.strides)
    got = tuple(is_contiguous(array.shape, strides, order) for order in ("C", "F"))
    expected = [array.flags.c_contiguous, array.flags.f_contiguous]
    name = f"C and F of shape {array.shape}, strides {strides}"
    same(got, expected, name=name, hint=CONTIGUOUS)
