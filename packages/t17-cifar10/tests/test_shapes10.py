"""The embedded pictures: the same on every machine, from any place on, and kept on the disk."""

import hashlib

import numpy as np
import pytest
from t10_mnist import write_idx
from t17_cifar10 import OUTLINES, SHAPES, Streams, draw_shapes, load_shapes10, shapes10, splitmix64

SMALL = {"train": (0, 230), "test": (1, 20)}
SMALL_SHA256 = {
    "train": "ac5cb2a9db3e36563074145e3bce4c2daa6d986691970086d79a1cdbe34c6235",
    "test": "a7cef3b88810e87a13dc53ace1ba5fd7feca243bd31cf71647eacce3fa6935f7",
}


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(shapes10, "PARTS", SMALL)
    monkeypatch.setattr(shapes10, "SHA256", SMALL_SHA256)


@pytest.mark.parametrize("part", SMALL)
def test_the_first_pictures_are_the_same_on_every_machine(part):
    seed, count = SMALL[part]
    images, labels = draw_shapes(seed, 0, count)
    assert images.shape == (count, 3, 32, 32) and images.dtype == np.uint8
    assert labels.tolist() == [i % 10 for i in range(count)] and labels.dtype == np.int64
    assert hashlib.sha256(images).hexdigest() == SMALL_SHA256[part]


@pytest.mark.slow
@pytest.mark.parametrize("part", shapes10.PARTS)
def test_all_pictures_are_the_same_on_every_machine(part):
    seed, count = shapes10.PARTS[part]
    images, _ = draw_shapes(seed, 0, count)
    assert hashlib.sha256(images).hexdigest() == shapes10.SHA256[part]


@pytest.mark.parametrize(("start", "stop"), [(0, 1), (7, 30), (95, 215), (229, 230), (5, 5)])
def test_a_picture_depends_on_the_seed_and_its_number_alone(start, stop):
    whole, labels = draw_shapes(0, 0, 230)
    images, own = draw_shapes(0, start, stop)
    assert images.tobytes() == whole[start:stop].tobytes()
    assert own.tolist() == labels[start:stop].tolist()


def test_seeds_give_other_pictures():
    train, test = draw_shapes(0, 0, 20)[0], draw_shapes(1, 0, 20)[0]
    distances = np.abs(train[:, None].astype(int) - test).mean(axis=(2, 3, 4))  # (20, 20)
    assert distances.min() > 10


def test_a_range_that_runs_backwards_is_refused():
    with pytest.raises(ValueError, match=r"start must be from 0 to stop=3, got 5"):
        draw_shapes(0, 5, 3)
    with pytest.raises(ValueError, match=r"got -1"):
        draw_shapes(0, -1, 3)


def test_classes_have_names_and_outlines_of_their_own():
    assert len(SHAPES) == len(set(SHAPES)) == 10 and SHAPES[6] == "crescent"
    x, y = np.meshgrid(np.linspace(-1.2, 1.2, 97), np.linspace(-1.2, 1.2, 97))
    inside = np.array([outline(x, y) < 0 for outline in OUTLINES.values()])  # (10, 97, 97)
    share = inside.mean(axis=(1, 2))
    assert ((share > 0.1) & (share < 0.5)).all()
    both, either = inside[:, None] & inside, inside[:, None] | inside  # (10, 10, 97, 97)
    overlap = both.sum(axis=(2, 3)) / either.sum(axis=(2, 3))
    assert overlap[~np.eye(10, dtype=bool)].max() < 0.85


def test_no_class_changes_its_name_in_a_mirror():
    x, y = np.meshgrid(np.linspace(-1.2, 1.2, 97), np.linspace(-1.2, 1.2, 97))
    for name, outline in OUTLINES.items():
        left_right = np.abs(outline(-x, y) - outline(x, y)).max()
        up_down = np.abs(outline(x, -y) - outline(x, y)).max()
        assert min(left_right, up_down) < 1e-12, name


def test_colours_alone_do_not_give_the_class_away(small):
    images, labels = draw_shapes(0, 0, 1000)
    means = images.mean(axis=(2, 3))  # (1000, 3)
    centres = np.array([means[:500][labels[:500] == c].mean(axis=0) for c in range(10)])
    nearest = ((means[500:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    assert 0.1 < (nearest == labels[500:]).mean() < 0.35


def test_uniform_and_bell_shaped_numbers_have_their_moments():
    streams = Streams(splitmix64(np.uint64(3), np.arange(4, dtype=np.uint64)))
    flat, bell = streams.uniform(2, 5, (25_000,)), streams.bell(25_000)
    assert flat.shape == bell.shape == (4, 25_000)
    assert flat.min() >= 2 and flat.max() < 5
    assert abs(flat.mean() - 3.5) < 0.02 and abs(flat.var() - 9 / 12) < 0.02
    assert abs(bell.mean()) < 0.02 and abs(bell.var() - 1) < 0.02
    assert -3 <= bell.min() < -2.5 and 2.5 < bell.max() < 3
    assert np.abs(np.corrcoef(np.vstack([flat, bell])) - np.eye(8)).max() < 0.03


def test_loaded_pictures_are_kept_and_read_again(small, tmp_path, monkeypatch):
    train, test = load_shapes10(tmp_path)
    assert train.arrays[0].tobytes() == draw_shapes(0, 0, 230)[0].tobytes()
    assert test.arrays[0].tobytes() == draw_shapes(1, 0, 20)[0].tobytes()
    assert train.arrays[1].tolist() == [i % 10 for i in range(230)]
    assert train.arrays[1].dtype == np.int64 and len(test) == 20
    names = sorted(path.name for path in (tmp_path / "shapes10").iterdir())
    assert names == ["test-images.idx", "train-images.idx"]
    monkeypatch.setattr(shapes10, "draw_shapes", None)  # nothing is drawn the second time
    again, _ = load_shapes10(tmp_path)
    assert again.arrays[0].tobytes() == train.arrays[0].tobytes()


@pytest.mark.parametrize("damage", ["cut", "changed", "another kind", "older"])
def test_a_damaged_file_is_drawn_again(small, tmp_path, damage):
    train, _ = load_shapes10(tmp_path)
    path = tmp_path / "shapes10" / "train-images.idx"
    content = path.read_bytes()
    if damage == "older":
        write_idx(path, np.zeros((230, 3, 32, 32), np.uint8))
    else:
        changed = content[:1000] + bytes([content[1000] ^ 1]) + content[1001:]
        path.write_bytes({"cut": content[:-5], "changed": changed}.get(damage, b"nonsense"))
    again, _ = load_shapes10(tmp_path)
    assert again.arrays[0].tobytes() == train.arrays[0].tobytes()
    assert path.read_bytes() == content


def test_pictures_that_are_not_the_published_ones_are_neither_used_nor_kept(
    small, tmp_path, monkeypatch
):
    monkeypatch.setitem(SMALL_SHA256, "test", "0" * 64)
    with pytest.raises(RuntimeError, match=r"test pictures .* expected 0{64}: splitmix64"):
        load_shapes10(tmp_path)
    assert not (tmp_path / "shapes10" / "test-images.idx").exists()
