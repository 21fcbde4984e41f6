"""Products: batched matmul and einsum"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t04_tensors import StridedArray, einsum, label_strides, strided

MATMUL = "scratch hint t04 Arithmetic.__matmul__"
LABELS = "scratch hint t04 label_strides"


def test_a_product_of_matrices_goes_row_by_column():
    got = strided([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]) @ strided(
        [[1.0, 0.0], [0.0, 1.0], [2.0, 2.0]]
    )
    why = "row (1, 2, 3) times column (1, 0, 2) is 1 + 0 + 6 = 7"
    assert_close(got.to_numpy(), [[7.0, 8.0], [16.0, 17.0]], name="a @ b", why=why, hint=MATMUL)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((2, 3), (3, 5)),
        ((3,), (3,)),
        ((3,), (3, 5)),
        ((2, 3), (3,)),
        ((4, 2, 3), (4, 3, 5)),
        ((4, 2, 3), (3, 5)),
        ((2, 3), (4, 3, 5)),
        ((3,), (4, 3, 5)),
        ((4, 2, 3), (3,)),
        ((7, 1, 2, 3), (4, 3, 5)),
        ((3, 3, 3), (3, 3, 3)),
        ((1, 1), (1, 1)),
        ((3,), (3, 1)),
        ((1, 3), (3,)),
        ((3,), (1, 3, 5)),
        ((1, 2, 3), (3,)),
        ((1,), (1,)),
    ],
)
def test_products_agree_with_numpys(left, right, normal):
    (a, x), (b, y) = normal(left, 1), normal(right, 2)
    why = "matrices are in the last two axes, the others broadcast; an added axis is dropped again"
    name = f"{left} @ {right}"
    assert_close((a @ b).to_numpy(), x @ y, name=name, why=why, hint=MATMUL)


def test_views_are_multiplied_without_copying_them_first(normal):
    (a, x), (b, y) = normal((5, 3), 1), normal((2, 5, 4), 2)
    got, expected = a.T[::-1] @ b[:, ::-1, 1:], x.T[::-1] @ y[:, ::-1, 1:]
    why = "operands may be any views: use their strides and offsets"
    assert_close(got.to_numpy(), expected, name="product of views", why=why, hint=MATMUL)


def test_large_sums_are_not_cut_into_pieces(normal):
    (a, x), (b, y) = normal((3, 40_000), 1), normal((40_000, 2), 2)
    assert_close((a @ b).to_numpy(), x @ y, name="(3, 40000) @ (40000, 2)", rtol=1e-9, hint=MATMUL)


def test_an_empty_inner_axis_gives_zeros():
    got = StridedArray(np.empty(0), (2, 0)) @ StridedArray(np.empty(0), (0, 3))
    why = "a sum of no products is 0"
    assert_close(got.to_numpy(), np.zeros((2, 3)), name="(2, 0) @ (0, 3)", why=why, hint=MATMUL)
    got = StridedArray(np.empty(0), (0, 2)) @ strided(np.ones((2, 3)))
    assert got.shape == (0, 3), f"(0, 2) @ (2, 3) has shape (0, 3), got {got.shape}"


@pytest.mark.parametrize("dtype", ["float32", "int8", "int64", "bool", "complex64"])
def test_products_keep_the_dtype(dtype):
    values = np.arange(6).reshape(2, 3).astype(dtype)
    got, expected = strided(values) @ strided(values.T), values @ values.T
    assert got.dtype == expected.dtype, f"{dtype} @ {dtype} is {expected.dtype}, got {got.dtype}"
    assert got.tolist() == expected.tolist(), f"{got.tolist()}, expected {expected.tolist()}"


@pytest.mark.parametrize(
    ("left", "right"),
    [((2, 3), (2, 3)), ((3,), (4,)), ((2, 3), (4,)), ((4,), (3, 2)), ((2, 1), (3, 2))],
)
def test_inner_sizes_that_differ_are_refused(left, right, refused, normal):
    a, b = normal(left)[0], normal(right)[0]
    why = "a row and a column must have equally many numbers; the inner size never broadcasts"
    refused(ValueError, "inner sizes", lambda: a @ b, why)


def test_batches_that_differ_are_refused(refused, normal):
    a, b = normal((4, 2, 3))[0], normal((5, 3, 2))[0]
    refused(ValueError, "cannot be broadcast", lambda: a @ b, "4 matrices meet 5")


@pytest.mark.parametrize(("left", "right"), [((), (3,)), ((3,), ()), ((), ())])
def test_numbers_are_no_matrices(left, right, refused, normal):
    a, b = normal(left)[0], normal(right)[0]
    why = "a number has no row and no column: multiply with *"
    refused(ValueError, "at least 1 axis", lambda: a @ b, why)
    refused(ValueError, "at least 1 axis", lambda: a @ 2.0, why)


def test_nested_lists_may_stand_on_either_side():
    a = strided([[1.0, 2.0], [3.0, 4.0]])
    assert_close((a @ [1.0, 1.0]).to_numpy(), [3.0, 7.0], name="a @ list", hint=MATMUL)
    assert_close(([1.0, 1.0] @ a).to_numpy(), [4.0, 6.0], name="list @ a", hint=MATMUL)
    assert_close((np.ones(2) @ a).to_numpy(), [4.0, 6.0], name="NumPy array @ a", hint=MATMUL)


def test_products_do_the_work_on_flat_arrays(cells):
    a = StridedArray(cells(np.arange(6.0)), (2, 3))
    got = (a @ a.T).elements()
    assert_close(np.asarray(got), [5.0, 14.0, 14.0, 50.0], name="a @ a.T", hint=MATMUL)


def test_a_label_gets_the_stride_of_its_axis(same):
    why = "axis i has stride 12, j has 4, k has 1, whatever order they are asked for in"
    got = label_strides(["i", "j", "k"], (2, 3, 4), (12, 4, 1), ["k", "i", "j"])
    assert isinstance(got, tuple), f"strides are a tuple, got {type(got).__name__}"
    same(got, (1, 12, 4), name="strides along k, i, j", why=why, hint=LABELS)


def test_a_label_that_is_missing_repeats_the_operand(same):
    why = "an operand without a label is the same all along that axis: stride 0"
    got = label_strides(["j"], (4,), (3,), ["i", "j", "k"])
    same(got, (0, 3, 0), name="strides along i, j, k", why=why, hint=LABELS)


def test_a_label_that_stands_twice_walks_the_diagonal(same):
    why = "a step along the diagonal is a step down and a step right: 3 + 1 = 4 cells"
    got = label_strides(["i", "i"], (3, 3), (3, 1), ["i"])
    same(got, (4,), name="strides of the diagonal", why=why, hint=LABELS)


def test_a_label_of_size_one_broadcasts(same):
    why = "an axis of size 1 is repeated for the sizes of the other operands: stride 0"
    got = label_strides(["i", "j"], (1, 4), (4, 1), ["i", "j"])
    same(got, (0, 1), name="strides of (1, 4)", why=why, hint=LABELS)


@pytest.mark.parametrize(
    ("subscripts", "shapes"),
    [
        ("ij,jk->ik", [(2, 3), (3, 5)]),
        ("ij,jk", [(2, 3), (3, 5)]),
        ("bij,bjk->bik", [(4, 2, 3), (4, 3, 5)]),
        ("...ij,...jk->...ik", [(4, 2, 3), (1, 3, 5)]),
        ("i,j->ij", [(3,), (5,)]),
        ("ij->j", [(3, 5)]),
        ("ij->", [(3, 5)]),
        ("ii", [(3, 3)]),
        ("iij->ji", [(3, 3, 2)]),
        ("ij,ij->i", [(3, 5), (3, 5)]),
        ("a,b,c->cab", [(2,), (3,), (5,)]),
        ("bhqd,bhkd->bhqk", [(2, 3, 5, 4), (2, 3, 7, 4)]),
        ("...ij,jk", [(4, 2, 3), (3, 5)]),
        ("ij,jk->ik", [(2, 1), (3, 5)]),
        (",i->i", [(), (3,)]),
        ("ij,jk->ik", [(2, 0), (0, 3)]),
    ],
)
def test_einsum_agrees_with_numpys(subscripts, shapes, normal):
    pairs = [normal(shape, seed) for seed, shape in enumerate(shapes)]
    got = einsum(subscripts, *(array for array, _ in pairs))
    expected = np.einsum(subscripts, *(values for _, values in pairs))
    assert_close(got.to_numpy(), expected, name=f"einsum {subscripts}", hint=LABELS)


def test_einsum_of_one_operand_without_a_sum_is_a_view():
    array = strided(np.arange(9.0).reshape(3, 3))
    diagonal = einsum("ii->i", array)
    diagonal[...] = 0
    why = "the diagonal is a view with stride 4: writing to it clears the array's diagonal"
    expected = [[0.0, 1.0, 2.0], [3.0, 0.0, 5.0], [6.0, 7.0, 0.0]]
    assert_close(array.to_numpy(), expected, name="array", why=why, hint=LABELS)
    assert einsum("ij->ji", array).strides == (1, 3), "ij->ji is the transpose, a view"
