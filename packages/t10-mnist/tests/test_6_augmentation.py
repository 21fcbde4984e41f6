"""Augmentation: every picture turned, scaled and shifted by a map of its own"""

import math

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t10_mnist import RandomAffine, affine_maps, warp

HINT = "scratch hint t10 warp"
IDENTITY = np.array([[1, 0, 0], [0, 1, 0]], np.float32)


def one(images, linear=((1, 0), (0, 1)), shift=(0, 0)):
    """Warp every picture by the same map."""
    maps = np.tile(np.column_stack([linear, shift]).astype(np.float32), (len(images), 1, 1))
    return warp(images, maps)


def slowly(image, matrix):
    """Warp one picture pixel by pixel, straight from the definition."""
    height, width = image.shape
    middle = np.array([(height - 1) / 2, (width - 1) / 2])
    out = np.zeros((height, width))
    for y in range(height):
        for x in range(width):
            row, column = matrix[:, :2] @ (np.array([y, x]) - middle) + matrix[:, 2] + middle
            top, left = math.floor(row), math.floor(column)
            for r, c in ((top, left), (top, left + 1), (top + 1, left), (top + 1, left + 1)):
                if 0 <= r < height and 0 <= c < width:
                    out[y, x] += image[r, c] * (1 - abs(row - r)) * (1 - abs(column - c))
    return out


def test_the_identity_changes_nothing():
    images = np.random.default_rng(0).random((3, 5, 7), np.float32)
    assert_close(
        one(images),
        images,
        name="pictures after the identity",
        why="every place is a pixel: its value, also at the last row and column",
        hint=HINT,
        atol=1e-6,
    )


def test_a_shift_by_whole_pixels_moves_the_picture_and_fills_with_zeros():
    images = np.arange(1.0, 13.0, dtype=np.float32).reshape(1, 3, 4)
    assert_close(
        one(images, shift=(1, 0))[0],
        [[5, 6, 7, 8], [9, 10, 11, 12], [0, 0, 0, 0]],
        name="picture with shift (1, 0)",
        why="pixel (y, x) comes from (y + 1, x), and row 3 lies outside: 0, not row 0 or row 2",
        hint=HINT,
    )
    assert_close(
        one(images, shift=(0, -2))[0],
        [[0, 0, 1, 2], [0, 0, 5, 6], [0, 0, 9, 10]],
        name="picture with shift (0, -2)",
        why="pixel (y, x) comes from (y, x - 2), and negative columns lie outside",
        hint=HINT,
    )


def test_between_pixels_the_value_is_the_mean_of_the_four_around():
    images = np.array([[[1, 2, 4], [3, 5, 7]]], np.float32)
    got = one(images, shift=(0.5, 0.25))[0]
    expected = [
        [0.5 * (0.75 * 1 + 0.25 * 2) + 0.5 * (0.75 * 3 + 0.25 * 5), 4, 0.5 * 0.75 * (4 + 7)],
        [0.5 * (0.75 * 3 + 0.25 * 5), 0.5 * (0.75 * 5 + 0.25 * 7), 0.5 * 0.75 * 7],
    ]
    assert_close(
        got,
        expected,
        name="picture with shift (0.5, 0.25)",
        why="bilinear: half of each row, 0.75 of the column and 0.25 of the one to its right;"
        " beyond the edge the neighbours are 0",
        hint=HINT,
    )


def test_a_fraction_above_the_first_row_fades_in():
    images = np.array([[[8, 8], [8, 8]]], np.float32)
    assert_close(
        one(images, shift=(-0.25, 0))[0],
        [[6, 6], [8, 8]],
        name="picture with shift (-0.25, 0)",
        why="row -0.25 is a quarter of row -1, which is 0, and three quarters of row 0:"
        " rounding down means towards -1, where int() would give 0",
        hint=HINT,
    )


def test_a_quarter_turn_is_exact():
    images = np.random.default_rng(1).random((2, 5, 5), np.float32)
    got = one(images, linear=((0, -1), (1, 0)))
    assert_close(
        got,
        np.rot90(images, -1, axes=(1, 2)),
        name="pictures turned by 90 degrees",
        why="pixel (y, x), seen from the middle, comes from (-x, y)",
        hint=HINT,
        atol=1e-5,
    )


@pytest.mark.parametrize("shape", [(4, 5, 7), (3, 7, 4), (2, 1, 6)])
def test_any_map_agrees_with_the_definition_pixel_by_pixel(shape):
    rng = np.random.default_rng(2)
    images = rng.random(shape)
    maps = affine_maps(shape[0], rotate=40, scale=0.4, shear=0.3, shift=2, rng=rng)
    assert_close(
        warp(images, maps),
        np.stack([slowly(image, matrix) for image, matrix in zip(images, maps, strict=True)]),
        name="pictures after random maps",
        why="each picture has its own map: rows and columns of other pictures must not leak in",
        hint=HINT,
        rtol=1e-4,
        atol=1e-5,  # the places are float32
    )


def test_warp_keeps_the_dtype_and_what_it_is_given():
    images = np.random.default_rng(3).random((2, 4, 4), np.float32)
    before, maps = images.copy(), np.stack([IDENTITY, IDENTITY * 1.2])
    got = warp(images, maps)
    assert got.dtype == np.float32, f"float32 pictures must stay float32, got {got.dtype}"
    assert got.shape == (2, 4, 4), f"the pictures are (2, 4, 4), got {got.shape}"
    assert_close(images, before, name="the pictures given", why="warp makes new ones", hint=HINT)


def test_far_outside_everything_is_zero():
    images = np.ones((1, 3, 3), np.float32)
    assert_close(
        one(images, shift=(1e6, -1e6))[0],
        np.zeros((3, 3), np.float32),
        name="picture with a shift of a million pixels",
        why="no place is inside the picture, and no index may be out of range",
        hint=HINT,
    )


def test_an_empty_batch_stays_empty():
    got = warp(np.zeros((0, 3, 4), np.float32), np.zeros((0, 2, 3), np.float32))
    assert got.shape == (0, 3, 4), f"expected shape (0, 3, 4), got {got.shape}"


def test_random_affine_is_a_transform_that_the_generator_decides():
    images, labels = np.random.default_rng(4).random((6, 20), np.float32), np.arange(6)
    transform = RandomAffine((4, 5), rotate=20, shift=1)
    first, same = transform(images, labels, rng=np.random.default_rng(7))
    again, _ = transform(images, labels, rng=np.random.default_rng(7))
    other, _ = transform(images, labels, rng=np.random.default_rng(8))
    maps = affine_maps(6, rotate=20, shift=1, rng=np.random.default_rng(7))
    expected = warp(images.reshape(6, 4, 5), maps).reshape(6, 20)
    assert_close(first, expected, name="flat pictures", why="(B, H W) stays (B, H W)", hint=HINT)
    assert same is labels and (first == again).all() and (first != other).any()
