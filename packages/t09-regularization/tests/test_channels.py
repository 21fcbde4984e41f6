"""How the passes over memory lay out what they read: rows long enough for NumPy's full speed."""

import contextlib

import numpy as np
import pytest
from t09_regularization import channels
from t09_regularization.channels import channel_affine, channel_scale_


@pytest.mark.parametrize(
    ("shape", "wide", "rows"),
    [
        ((32, 5), (1, 160), 32),  # all of it is less than a run
        ((2500, 3, 2), (625, 24), 4),  # the largest power of two that divides 2,500
        ((4096, 100), (64, 6400), 64),  # 60 rows would be a run, 64 lie side by side
        ((64, 6000), (64, 6000), 1),
        ((64, 3000), (32, 6000), 2),
        ((3, 2, 600), (3, 2, 600), 1),  # long rows stay as they are
        ((3, 2, 20, 30), (3, 2, 600), 1),
    ],
)
def test_short_rows_are_put_side_by_side(shape, wide, rows):
    assert channels._wide(np.empty(shape, "f")) == (wide, rows)


@pytest.mark.parametrize(("shape", "length"), [((3, 2, 600), 600), ((4096, 100), 6400)])
def test_numpy_is_told_the_length_of_a_row(shape, length, monkeypatch):
    told = []

    @contextlib.contextmanager
    def row_by_row(length):
        told.append(length)
        yield

    monkeypatch.setattr(channels, "row_by_row", row_by_row)
    x, values = np.ones(shape), np.ones(shape[1])
    channel_affine(x, values, values)
    channel_scale_(x, values)
    assert told == [length, length]


def test_only_what_reshaping_does_not_copy_is_written_to_in_place():
    tables = {
        "contiguous": (np.empty((4, 3, 5)), True),
        "a part of short rows": (np.empty((4, 6, 5))[:, ::2], False),
        "a part of long rows": (np.empty((4, 6, 600))[:, ::2], True),
        "a part of long pictures": (np.empty((4, 6, 20, 30))[:, ::2], False),
        "contiguous pictures": (np.empty((4, 3, 20, 30)), True),
        "a part of a matrix": (np.empty((4, 6))[:, ::2], False),
    }
    for name, (x, expected) in tables.items():
        assert channels._writeable_wide(x) == expected, name
        if expected:
            wide, _ = channels._wide(x)
            assert np.shares_memory(x.reshape(wide), x), name
