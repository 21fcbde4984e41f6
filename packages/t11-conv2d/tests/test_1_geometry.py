"""Sizes, padding, windows and receptive fields

Expected values are counted: every place is tried, every pixel followed.
"""

import itertools

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t11_conv2d import output_size, receptive_field, resolve_padding, windows

SIZE_HINT = "scratch hint t11 output_size"
PADDING_HINT = "scratch hint t11 resolve_padding"
WINDOWS_HINT = "scratch hint t11 windows"
FIELD_HINT = "scratch hint t11 receptive_field"


def places(size, kernel, stride, padding, dilation):
    """Count the first pixels of a kernel whose last pixel is still inside."""
    last = size + sum(padding) - 1
    return sum(start + dilation * (kernel - 1) <= last for start in range(0, last + 1, stride))


def test_an_axis_without_options_loses_kernel_minus_one_pixels():
    got = [output_size(size, kernel) for size, kernel in [(5, 3), (5, 5), (7, 1), (4, 2)]]
    assert_close(
        np.array(got),
        np.array([3, 1, 7, 3]),
        name="output_size of (5, 3), (5, 5), (7, 1), (4, 2)",
        why="a kernel of 3 begins at pixels 0, 1 and 2 of 5: both ends count",
        hint=SIZE_HINT,
    )


def test_output_size_counts_every_place_where_the_kernel_fits():
    options = itertools.product(
        (5, 6, 8), (1, 2, 3), (1, 2, 3, 5), ((0, 0), (1, 0), (2, 1)), (1, 2)
    )
    for size, kernel, stride, padding, dilation in options:
        expected = places(size, kernel, stride, padding, dilation)
        assert_close(
            output_size(size, kernel, stride=stride, padding=padding, dilation=dilation),
            expected,
            name=f"output_size({size}, {kernel}, {stride=}, {padding=}, {dilation=})",
            why="a step is taken only where the whole kernel fits: pixels that are left over are "
            "not seen, and both paddings count",
            where="(size + before + after - dilation * (kernel - 1) - 1) // stride + 1",
            hint=SIZE_HINT,
        )


@pytest.mark.parametrize(
    ("arguments", "options", "sizes"),
    [
        ((2, 3), {}, ("3 ", "only 2 ")),
        ((4, 3), {"dilation": 2}, ("5 ", "only 4 ")),
        ((1, 5), {"padding": (2, 1)}, ("5 ", "only 4 ")),
    ],
)
def test_a_kernel_longer_than_the_padded_axis_is_an_error_with_both_sizes(
    arguments, options, sizes
):
    message = ""
    try:
        got = output_size(*arguments, **options)
    except ValueError as error:
        message = str(error)
    else:
        raise AssertionError(
            f"output_size{arguments} with {options} returned {got}: a kernel longer than the "
            f"padded axis must raise ValueError ({SIZE_HINT})"
        )
    for size in sizes:
        assert size in message, f"the error must name both sizes, {sizes}: {message!r}"


def test_a_kernel_as_long_as_the_padded_axis_has_one_place():
    got = [
        output_size(3, 3),
        output_size(5, 3, dilation=2),
        output_size(1, 4, padding=(1, 2)),
        output_size(3, 3, stride=7),
    ]
    why = "the kernel fits once, whatever the stride"
    assert_close(np.array(got), np.ones(4, int), name="output_size", why=why, hint=SIZE_HINT)


@pytest.mark.parametrize(
    ("padding", "expected"),
    [
        (0, ((0, 0), (0, 0))),
        (2, ((2, 2), (2, 2))),
        ((1, 3), ((1, 1), (3, 3))),
        ([1, 3], ((1, 1), (3, 3))),
        (np.int64(2), ((2, 2), (2, 2))),
        (((1, 2), (3, 4)), ((1, 2), (3, 4))),
        ([[1, 2], [3, 4]], ((1, 2), (3, 4))),
        ("valid", ((0, 0), (0, 0))),
    ],
)
def test_numbers_become_top_bottom_left_right(padding, expected):
    got = resolve_padding(padding, (3, 5), stride=(2, 2), dilation=(1, 1))
    assert_close(
        np.array(got),
        np.array(expected),
        name=f"resolve_padding({padding!r})",
        why="one number is for all sides, of a pair the first is for top and bottom, the second "
        "for left and right",
        where="((top, bottom), (left, right))",
        hint=PADDING_HINT,
    )
    assert got == expected, f"tuples of whole numbers, got {got}"


@pytest.mark.parametrize("kernel", [(1, 1), (3, 3), (3, 5), (2, 4), (4, 1)])
@pytest.mark.parametrize("dilation", [(1, 1), (2, 3)])
def test_same_padding_keeps_the_size_and_puts_the_smaller_half_before(kernel, dilation):
    sides = resolve_padding("same", kernel, dilation=dilation)
    for axis in (0, 1):
        before, after = sides[axis]
        size = places(20, kernel[axis], 1, sides[axis], dilation[axis])
        assert_close(
            size,
            20,
            name=f"size of axis {axis} of 20 pixels, padding {sides[axis]}",
            why=f"kernel {kernel} with dilation {dilation} and padding='same' keeps the size: "
            "dilation * (kernel - 1) pixels are missing",
            hint=PADDING_HINT,
        )
        assert_close(
            after - before,
            dilation[axis] * (kernel[axis] - 1) % 2,
            name=f"pixels more after than before, axis {axis}",
            why="an odd total puts the pixel that is left over after: at the bottom, at the right",
            hint=PADDING_HINT,
        )


@pytest.mark.parametrize("stride", [2, (1, 2), (2, 1)])
def test_same_padding_refuses_a_stride(stride):
    with pytest.raises(ValueError, match="stride"):
        resolve_padding("same", (3, 3), stride=stride)


@pytest.mark.parametrize(
    "padding",
    ["full", -1, (1, -1), 1.5, True, (1, 2, 3), ((1, 2), (3, -4)), ((1, 2), 3), (3, (1, 2))],
)
def test_other_paddings_are_errors_that_name_the_argument(padding):
    with pytest.raises(ValueError, match="padding"):
        resolve_padding(padding, (3, 3))


@pytest.mark.parametrize(
    ("kernel", "stride", "dilation"),
    [
        ((3, 3), (1, 1), (1, 1)),
        ((2, 3), (3, 2), (1, 1)),
        ((3, 2), (1, 1), (2, 3)),
        ((3, 1), (2, 4), (2, 5)),
    ],
)
def test_windows_are_the_pixels_under_the_kernel(kernel, stride, dilation):
    size = (3, 2)
    picture = np.arange(20 * 17).reshape(20, 17)
    got = windows(size, kernel, stride=stride, dilation=dilation)
    assert len(got) == 6, f"3 x 2 outputs have 6 windows, got {len(got)}"
    for (i, j, rows, columns), place in zip(got, np.ndindex(size), strict=True):
        assert (i, j) == place, f"ordered by i, then by j: ({i}, {j}) came where {place} is due"
        expected = [
            [
                picture[i * stride[0] + a * dilation[0], j * stride[1] + b * dilation[1]]
                for b in range(kernel[1])
            ]
            for a in range(kernel[0])
        ]
        assert_close(
            picture[rows, columns],
            np.array(expected),
            name=f"window of the output ({i}, {j})",
            why=f"kernel {kernel} begins stride {stride} pixels after its neighbour, its taps are "
            f"dilation {dilation} apart",
            where="slice(start, start + dilation * (kernel - 1) + 1, dilation)",
            hint=WINDOWS_HINT,
        )


def test_windows_are_dense_and_one_pixel_apart_unless_asked():
    got = [(rows.start, columns.start) for _, _, rows, columns in windows((2, 3), (2, 2))]
    places = np.array(list(np.ndindex(2, 3)))
    why = "stride 1: window (i, j) begins at row i and column j"
    assert_close(np.array(got), places, name="first pixels", why=why, hint=WINDOWS_HINT)
    taps = [len(range(9)[rows]) for _, _, rows, _ in windows((2, 3), (2, 2))]
    assert_close(np.array(taps), np.full(6, 2), name="taps", why="dilation 1", hint=WINDOWS_HINT)


def test_a_window_ends_with_its_last_tap():
    ((_, _, rows, columns),) = windows((1, 1), (2, 3), dilation=(3, 2))
    got = [len(range(20)[rows]), len(range(4)[rows]), len(range(5)[columns])]
    why = "a window must not depend on how much picture comes after it"
    assert_close(np.array(got), np.array([2, 2, 3]), name="taps", why=why, hint=WINDOWS_HINT)


def seen(layers):
    """Follow one output down to the input pixels it depends on; return from first to last."""
    pixels = {0}
    for layer in reversed(layers):
        kernel, stride, dilation = (*layer, 1, 1)[:3]
        pixels = {p * stride + t * dilation for p in pixels for t in range(kernel)}
    return max(pixels) - min(pixels) + 1


@pytest.mark.parametrize(
    "layers",
    [
        [],
        [(3,)],
        [(3, 1), (3, 1)],
        [(3, 2), (3, 1), (3, 1)],
        [(3, 1, 2), (3, 1, 4)],
        [(7, 2), (3, 2), (3, 1, 2), (2, 2), (5, 1)],
        [(1, 2), (1, 2), (3, 1)],
    ],
)
def test_the_receptive_field_is_what_one_output_depends_on(layers):
    assert_close(
        receptive_field(layers),
        seen(layers),
        name=f"receptive_field({layers})",
        why="a layer adds dilation * (kernel - 1) pixels of its own input, each as far apart in "
        "the picture as the strides of the layers before it say",
        hint=FIELD_HINT,
    )


def test_two_layers_of_three_see_five_pixels():
    got = [receptive_field([(3,)] * n) for n in range(4)]
    why = "a 3 x 3 after a 3 x 3 sees 5 pixels, a third 7"
    assert_close(np.array(got), np.array([1, 3, 5, 7]), name="field", why=why, hint=FIELD_HINT)


def test_layers_may_come_from_a_generator():
    got = receptive_field((kernel, 2) for kernel in (3, 5))
    assert_close(got, 11, name="field", why="3 + (5 - 1) * 2", hint=FIELD_HINT)
