"""What the exercises are given: places, trees of arrays, descriptions of a run."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t10_mnist import RandomAffine, affine_maps, pack, places, unpack
from t10_mnist.identity import around, describe_loader, describe_options

IDENTITY = np.array([[1, 0, 0], [0, 1, 0]], np.float32)


def test_places_are_where_the_pixels_come_from():
    rows, columns = places(IDENTITY[None] + np.array([[0, 0, 2], [0, 0, -1]]), 2, 3)
    assert_close(rows, [[2, 2, 2, 3, 3, 3]], name="rows")
    assert_close(columns, [[-1, 0, 1, -1, 0, 1]], name="columns")


def test_pack_names_arrays_by_their_place_and_refuses_what_it_cannot_hold():
    text, arrays = pack({"a/b": np.zeros(1), "a": {"b": np.ones(2)}})
    assert sorted(arrays) == ["state/a/b", "state/a/b'"]
    assert_close(unpack(text, arrays)["a"]["b"], [1, 1], name="array whose name was taken")
    for tree, word in (({"x": [1, {2}]}, "state/x/1: .* a set"), ({"x": {1.5: 0}}, "1.5")):
        with pytest.raises(TypeError, match=word):
            pack(tree)
    with pytest.raises(TypeError, match="dtype object"):
        pack({"x": np.array([None])})
    with pytest.raises(ValueError, match="unknown kind"):
        unpack('{"set": []}', {})


def test_affine_maps_hold_rotation_scale_shear_and_shift():
    rng, same = np.random.default_rng(0), np.random.default_rng(0)
    got = affine_maps(2, rotate=30, scale=0.5, shear=0.2, shift=3, rng=rng)
    angle = np.radians(same.uniform(-30, 30, 2))
    scale = np.exp(same.uniform(-np.log(1.5), np.log(1.5), 2))
    shear, shift = same.uniform(-0.2, 0.2, 2), same.uniform(-3, 3, (2, 2))
    for k in range(2):
        cos, sin = np.cos(angle[k]), np.sin(angle[k])
        linear = np.array([[cos, -sin], [sin, cos]]) @ [[1, shear[k]], [0, 1]] / scale[k]
        expected = np.column_stack([linear, shift[k]]).astype(np.float32)
        assert_close(got[k], expected, name=f"map {k}")


def test_affine_maps_stay_in_their_ranges():
    maps = affine_maps(500, rotate=10, scale=0.25, shift=2, rng=np.random.default_rng(1))
    areas = np.linalg.det(maps[:, :, :2].astype(float))
    assert areas.min() > 1 / 1.25**2 and areas.max() < 1.25**2
    assert areas.min() < 0.68 and areas.max() > 1.47
    assert 1.9 < abs(maps[:, :, 2]).max() <= 2
    assert affine_maps(3, rng=np.random.default_rng(1)).tolist() == [IDENTITY.tolist()] * 3


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_a_range_that_is_none_is_refused(value):
    with pytest.raises(ValueError, match="shear must be at least 0 and finite"):
        RandomAffine((8, 8), shear=value)


def test_descriptions_leave_out_addresses_and_state(make):
    _, loader, options = make()
    loader.transform = lambda x, y, rng: (x, y)
    assert describe_loader(loader).endswith("transform <function small_run.<locals>.<lambda>>") or (
        "0x" not in describe_loader(loader)
    )
    before = describe_options(options["schedule"])
    options["schedule"].step()
    assert describe_options(options["schedule"]) == before != describe_options(None) == "none"
    assert describe_loader([1, 2]) == "list" and describe_loader(None) == "none"


def test_around_shows_where_two_texts_part():
    text = "a" * 50 + "B" + "c" * 100
    assert around(text, "a" * 60) == "..." + "a" * 30 + "B" + "c" * 59 + "..."
    assert around("dropout 0.1", "dropout 0.2") == "dropout 0.1"
    assert around("dropout", "dropout 0.2") == "dropout"
