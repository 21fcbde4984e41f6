"""Augmentation of a whole batch at once

Compared with loops over the pictures that draw the same random numbers.
"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t12_im2col import empty_batch_innermost
from t17_cifar10 import CropFlip, cutout, normalize_images, random_crop, random_flip

CROP = "scratch hint t17 random_crop"
FLIP = "scratch hint t17 random_flip"
CUT = "scratch hint t17 cutout"
SCALE = "scratch hint t17 normalize_images"
SHAPES = [(6, 3, 5, 7), (1, 1, 4, 4), (4, 2, 3, 3), (0, 3, 5, 7)]


def pictures(shape, dtype=np.uint8, seed=0):
    values = np.random.default_rng(seed).integers(256, size=shape)
    return values.astype(dtype)


def crop_by_loop(images, padding, mode, rng):
    top, left = rng.integers(0, 2 * padding + 1, (2, len(images)))
    out = np.empty_like(images)
    _, channels, height, width = images.shape
    for n, c, y, x in np.ndindex(len(images), channels, height, width):
        row, column = y + top[n] - padding, x + left[n] - padding
        if mode == "reflect":  # -1 is 1 again, and H is H - 2
            row = height - 1 - abs(height - 1 - abs(row))
            column = width - 1 - abs(width - 1 - abs(column))
        inside = 0 <= row < height and 0 <= column < width
        out[n, c, y, x] = images[n, c, row, column] if inside else 0
    return out


@pytest.mark.parametrize("mode", ["reflect", "zero"])
@pytest.mark.parametrize("shape", SHAPES)
def test_crops_agree_with_a_loop(shape, mode):
    images = pictures(shape)
    got = random_crop(images, padding=2, mode=mode, rng=np.random.default_rng(1))
    assert got.shape == shape, f"pictures keep their shape {shape}, got {got.shape} ({CROP})"
    assert_close(
        got,
        crop_by_loop(images, 2, mode, np.random.default_rng(1)),
        name=f"crops, {mode}",
        why="each picture has a window of its own; rng.integers(0, 2 * padding + 1, (2, N)) gives"
        " the rows of all pictures, then the columns",
        hint=CROP,
    )


def test_a_crop_may_move_by_the_whole_padding_in_both_directions():
    images = np.tile(np.arange(10, 90, 10, dtype=np.uint8), (500, 1, 8, 1))  # columns 10 to 80
    crops = random_crop(images, padding=2, mode="zero", rng=np.random.default_rng(0))
    moves = np.unique((crops[:, 0, 4, 4].astype(int) - 50) // 10)
    why = "a corner may be at 0, 1, 2, 3 or 4: moves by -2 to 2 columns, the ends included"
    assert_close(moves, np.arange(-2, 3), name="moves of 500 pictures", why=why, hint=CROP)


def test_a_picture_is_moved_as_a_whole():
    image = pictures((1, 3, 6, 6))
    image[:, 1:] = image[:, :1]
    crop = random_crop(image, padding=3, rng=np.random.default_rng(4))
    why = "all three channels belong to one picture: they move by the same step"
    assert_close(crop[:, 1:], np.tile(crop[:, :1], (1, 2, 1, 1)), name="channels 1 and 2", why=why)


def test_no_padding_moves_nothing():
    images = pictures((3, 2, 4, 5))
    got = random_crop(images, padding=0, rng=np.random.default_rng(0))
    assert_close(got, images, name="crops without padding", hint=CROP)


def flip_by_loop(images, share, rng):
    flips = rng.random(len(images)) < share
    out = images.copy()
    width = images.shape[3]
    for n in range(len(images)):
        for x in range(width):
            if flips[n]:
                out[n, :, :, x] = images[n, :, :, width - 1 - x]
    return out


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 1.0])
@pytest.mark.parametrize("shape", SHAPES)
def test_flips_agree_with_a_loop(shape, share):
    images = pictures(shape)
    assert_close(
        random_flip(images, share=share, rng=np.random.default_rng(5)),
        flip_by_loop(images, share, np.random.default_rng(5)),
        name=f"pictures, a share of {share} mirrored",
        why="the columns (last axis) of picture n are reversed where rng.random(N)[n] < share",
        hint=FLIP,
    )


def cutout_by_loop(images, size, fill, rng):
    _, _, height, width = images.shape
    centres = rng.integers(0, (height, width), (len(images), 2))
    out = images.copy()
    for n, (row, column) in enumerate(centres):
        for y in range(row - size // 2, row - size // 2 + size):
            for x in range(column - size // 2, column - size // 2 + size):
                if 0 <= y < height and 0 <= x < width:
                    out[n, :, y, x] = fill
    return out


@pytest.mark.parametrize("size", [1, 2, 3, 20])
@pytest.mark.parametrize("shape", SHAPES)
def test_cutouts_agree_with_a_loop(shape, size):
    images = pictures(shape)
    assert_close(
        cutout(images, size=size, fill=9, rng=np.random.default_rng(2)),
        cutout_by_loop(images, size, 9, np.random.default_rng(2)),
        name=f"pictures with a square of {size}",
        why="`size` rows and columns from size // 2 before the centre, all channels; what lies"
        " outside is cut off, the square is not moved inside",
        hint=CUT,
    )


def test_a_square_of_no_size_hides_nothing():
    images = pictures((4, 1, 3, 3))
    assert_close(cutout(images, size=0, rng=np.random.default_rng(0)), images, name="pictures")


OPERATIONS = {
    "random_crop": lambda images: random_crop(images, padding=2, rng=np.random.default_rng(3)),
    "random_flip": lambda images: random_flip(images, rng=np.random.default_rng(3)),
    "cutout": lambda images: cutout(images, size=2, rng=np.random.default_rng(3)),
    "normalize_images": lambda images: normalize_images(images, 0.4, 0.2),
}


@pytest.mark.parametrize("name", ["random_crop", "random_flip", "cutout"])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_pictures_keep_their_dtype(name, dtype):
    got = OPERATIONS[name](pictures((5, 3, 4, 6), dtype))
    assert got.dtype == dtype, f"{name} made {got.dtype} of {np.dtype(dtype)}"


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_pictures_of_the_data_set_stay_as_they_are(name):
    images = pictures((8, 3, 5, 7))
    before = images.copy()
    OPERATIONS[name](images)
    why = "the next epoch uses the same pictures again: return new ones"
    assert_close(images, before, name=f"the argument of {name}", why=why)


@pytest.mark.parametrize("name", OPERATIONS)
def test_any_order_in_memory_gives_the_same_values(name):
    images = pictures((8, 3, 5, 7))
    expected = OPERATIONS[name](images)
    innermost = empty_batch_innermost(images.shape, images.dtype)
    innermost[...] = images
    sliced = np.repeat(images, 2, axis=3)[..., ::2]
    for given in (innermost, sliced):
        assert_close(OPERATIONS[name](given), expected, name=f"{name} of another memory order")


def test_pixels_are_normalised_channel_by_channel():
    images = pictures((4, 3, 5, 7))
    mean, std = (0.5, 0.25, 0.1), (0.25, 0.5, 2.0)
    expected = np.empty(images.shape)
    for n, c, y, x in np.ndindex(images.shape):
        expected[n, c, y, x] = (images[n, c, y, x] / 255 - mean[c]) / std[c]
    got = normalize_images(images, mean, std)
    assert_close(
        got,
        expected.astype(np.float32),
        name="normalised pictures",
        why="(pixel / 255 - mean) / std, with mean and std of the pixel's channel, in float32",
        hint=SCALE,
        atol=1e-6,
    )
    expected = (images / 255 - 0.5) / 0.25
    got = normalize_images(images, 0.5, 0.25)
    assert_close(got, expected.astype(np.float32), name="one mean for all", hint=SCALE, atol=1e-6)


def test_the_batch_is_innermost_in_memory():
    got = normalize_images(pictures((4, 3, 5, 7)), 0.5, 0.25)
    assert got.transpose(2, 1, 3, 0).flags.c_contiguous, (
        f"(H, C, W, N) is the order in memory that the convolutions want, yours has the strides"
        f" {got.strides}: write into empty_batch_innermost's array ({SCALE})"
    )
    assert normalize_images(pictures((0, 3, 5, 7)), 0.5, 0.25).shape == (0, 3, 5, 7)


def test_a_square_does_not_change_the_order_in_memory():
    images = normalize_images(pictures((4, 3, 5, 7)), 0.5, 0.25)
    got = cutout(images, size=2, rng=np.random.default_rng(0))
    assert got.strides == images.strides, (
        f"batch-innermost pictures must stay so, the strides {images.strides} became {got.strides}:"
        f' np.where chooses an order of its own, copy(order="K") keeps it ({CUT})'
    )


def test_a_transform_does_all_of_it_in_order():
    images, labels = pictures((6, 3, 8, 8)), np.arange(6)
    transform = CropFlip(padding=2, cutout=3, mean=0.4, std=0.2)
    got, others = transform(images, labels, rng=np.random.default_rng(8))
    rng = np.random.default_rng(8)
    expected = flip_by_loop(crop_by_loop(images, 2, "reflect", rng), 0.5, rng)
    expected = ((expected / 255 - 0.4) / 0.2).astype(np.float32)
    expected = cutout_by_loop(expected, 3, 0, rng)
    why = "crop, mirror, normalise, and then the square, where 0 is the mean colour"
    assert_close(got, expected, name="transformed pictures", why=why, atol=1e-6)
    assert others is labels, "the labels are handed on as they are"
