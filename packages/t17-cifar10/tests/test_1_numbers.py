"""Numbers and outlines from which pictures are drawn

Published numbers, Python's integers of any size, and points whose distance is known.
"""

import numpy as np
from scratchcore.testing import assert_close
from t17_cifar10 import Streams, crescent, splitmix64
from t17_cifar10.outlines import disk

NUMBERS = "scratch hint t17 splitmix64"
MOON = "scratch hint t17 crescent"
# The first five numbers of the key 1234567, as the reference program in C prints them.
PUBLISHED = [
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
]


def in_whole_numbers(key, place):
    """Compute one number with Python's integers, cutting each result to 64 bits."""
    mask = 2**64 - 1
    z = (key + (place + 1) * 0x9E3779B97F4A7C15) & mask
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
    return z ^ (z >> 31)


def test_the_first_numbers_of_a_key_are_the_published_ones():
    got = splitmix64(np.uint64(1234567), np.arange(5, dtype=np.uint64))
    assert got.dtype == np.uint64 and got.shape == (5,), f"5 uint64 wanted, got {got!r}"
    assert_close(
        got,
        np.array(PUBLISHED, np.uint64),
        name="numbers 0 to 4 of the key 1234567",
        why="the algorithm is fixed to the last bit; place 0 adds GOLDEN once",
        hint=NUMBERS,
    )


def test_keys_and_places_broadcast():
    keys = np.array([[0], [1], [2**64 - 1]], np.uint64)  # (3, 1)
    places = np.array([0, 1, 7, 2**40], np.uint64)  # (4,)
    expected = [[in_whole_numbers(int(key), int(p)) for p in places] for key in keys[:, 0]]
    assert_close(
        splitmix64(keys, places),
        np.array(expected, np.uint64),
        name="numbers (3, 4) of three keys at four places",
        why="each number depends on its key and its place alone, also where 2**64 is passed",
        hint=NUMBERS,
    )
    assert keys[0, 0] == 0 and places[3] == 2**40, "the arguments must stay as they were"


def test_no_places_give_no_numbers():
    got = splitmix64(np.uint64(3), np.array([], np.uint64))
    assert got.shape == (0,) and got.dtype == np.uint64, f"got {got.dtype} {got.shape}"


def test_streams_hand_out_the_numbers_one_after_the_other():
    streams = Streams(np.array([5, 9], np.uint64))
    first, second = streams.words(3), streams.uniform(-1, 3, (2,))
    words = np.array([[in_whole_numbers(k, p) for p in range(5)] for k in (5, 9)], np.uint64)
    assert_close(first, words[:, :3], name="three words of two keys", hint=NUMBERS)
    expected = [[(int(w) >> 11) / 2**53 * 4 - 1 for w in row] for row in words[:, 3:]]
    why = "the next two words of each key, as a fraction of 53 bits, from -1 to 3"
    assert_close(second, np.array(expected), name="uniform numbers", why=why, hint=NUMBERS)


def test_the_moon_is_one_disk_without_the_other():
    cases = {
        (-0.5, 0.0): -0.17,  # inside: the hole's edge at -0.33 is nearer than the outer one
        (-0.95, 0.0): 0.0,
        (-1.5, 0.0): 0.55,
        (0.0, 0.0): 0.33,  # in the hole
        (0.95, 0.0): 0.28,  # on the large disk's edge, in the hole
        (2.0, 0.0): 1.05,
        (0.0, 0.9): -0.05,
        (0.0, -0.9): -0.05,
    }
    x, y = np.array(list(cases)).T  # (8,) each
    assert_close(
        crescent(x, y),
        np.array(list(cases.values())),
        name="crescent at points on its axes",
        why="the larger one of: the distance from the disk, minus the distance from the hole;"
        " it is negative where the moon is, and the hole lies to the right",
        hint=MOON,
    )


def test_distances_of_an_image_of_points_agree_with_a_loop():
    rng = np.random.default_rng(0)
    x, y = rng.uniform(-1.5, 1.5, (2, 3, 1, 5, 7))  # (3, 1, 5, 7) each
    before = x.copy()
    got = crescent(x, y)
    expected = np.empty_like(x)
    for place in np.ndindex(x.shape):
        outer = np.sqrt(x[place] ** 2 + y[place] ** 2) - 0.95
        hole = np.sqrt((x[place] - 0.45) ** 2 + y[place] ** 2) - 0.78
        expected[place] = outer if outer > -hole else -hole
    why = "the same two distances, compared point by point"
    assert_close(got, expected, name="distances (3, 1, 5, 7)", why=why, hint=MOON)
    assert_close(x, before, name="the coordinates", why="they must stay as they were", hint=MOON)
    assert (got < 0).sum() == ((disk(x, y, 0.95) < 0) & (disk(x - 0.45, y, 0.78) > 0)).sum()
