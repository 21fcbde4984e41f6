"""The loader's arguments, its threads, and datasets of one's own."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from t10_mnist import ArrayDataset, DataLoader, Dataset


def threads():
    return [t for t in threading.enumerate() if t.name.startswith("DataLoader")]


def loader(**options):
    return DataLoader(ArrayDataset(np.arange(100)), 10, **options)


def test_no_thread_outlives_its_epoch():
    for _ in loader(prefetch=2):
        assert len(threads()) == 1
    assert threads() == []


def test_no_thread_outlives_a_loop_left_early_or_an_error():
    for _ in loader(prefetch=2):
        break
    assert threads() == []

    def broken(x, *, rng):
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        next(iter(loader(prefetch=2, transform=broken)))
    assert threads() == []


def test_without_prefetch_there_is_no_thread():
    for _ in loader():
        assert threads() == []


def test_batches_that_nobody_will_ask_for_are_not_made(monkeypatch):
    gate, made, shutdown = threading.Event(), [], ThreadPoolExecutor.shutdown

    def gated(pool, **options):
        shutdown(pool, **options | {"wait": False})
        gate.set()
        shutdown(pool)

    def slow(x, *, rng):
        made.append(x[0])
        if len(made) > 1:
            gate.wait(20)
        return (x,)

    monkeypatch.setattr(ThreadPoolExecutor, "shutdown", gated)
    batches = iter(loader(prefetch=3, transform=slow))
    next(batches)
    batches.close()  # waits for the batch that is being made, not for the two behind it
    assert made in ([0], [0, 10]) and threads() == []


def test_two_loops_over_one_loader_do_not_disturb_each_other():
    one = loader(prefetch=1)
    sums = [(a.sum() - b.sum()).item() for (a,), (b,) in zip(one, one, strict=True)]
    assert sums == [0] * 10


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"shuffle": True}, ValueError, "needs rng"),
        ({"prefetch": -1}, ValueError, "prefetch must be at least 0, got -1"),
        ({"prefetch": 1.5}, TypeError, "prefetch must be a whole number, got 1.5"),
    ],
)
def test_wrong_options_are_named(options, error, said):
    with pytest.raises(error, match=said):
        loader(**options)


def test_a_wrong_batch_size_is_named():
    data = ArrayDataset(np.arange(3))
    with pytest.raises(ValueError, match="batch_size must be at least 1, got 0"):
        DataLoader(data, 0)
    with pytest.raises(TypeError, match="batch_size must be a whole number"):
        DataLoader(data, "64")
    assert len(DataLoader(data, np.int64(2))) == 2


def test_a_transform_of_a_loader_without_generator_gets_none():
    seen = []

    def note(x, *, rng):
        seen.append(rng)
        return (x,)

    list(loader(transform=note))
    assert seen == [None] * 10


def test_a_transform_may_return_a_list_and_other_arrays():
    [(x, y), *_] = list(loader(transform=lambda x, *, rng: [x / 2, x]))
    assert x.tolist() == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5] and y.dtype.kind == "i"


def test_a_lone_array_is_not_taken_for_a_batch():
    class Lone(Dataset):
        def __len__(self):
            return 4

        def __getitem__(self, indices):
            return np.zeros((len(indices), 3))

    for prefetch in (0, 2):
        with pytest.raises(TypeError, match=r"dataset\[indices\] must give a tuple.*ndarray"):
            list(DataLoader(Lone(), 2, prefetch=prefetch))
        with pytest.raises(TypeError, match="transform must give a tuple of arrays, got ndarray"):
            list(loader(transform=lambda x, *, rng: x / 2, prefetch=prefetch))
        assert threads() == []


def test_an_incomplete_dataset_says_what_is_missing():
    class Nothing(Dataset):
        pass

    with pytest.raises(NotImplementedError, match="Nothing must define __len__"):
        len(Nothing())
    with pytest.raises(NotImplementedError, match="Nothing must define __getitem__"):
        Nothing()[0]


def test_the_state_says_what_the_order_depends_on():
    options = {"shuffle": True, "drop_last": True, "rng": np.random.default_rng(0)}
    expected = {"samples": 100, "batch_size": 10, "shuffle": True, "drop_last": True, "rng": True}
    assert loader(**options).state_dict()["layout"] == expected
    assert loader().state_dict()["layout"]["rng"] is False


def test_a_state_needs_all_its_entries():
    state = loader().state_dict()
    del state["layout"]["samples"]
    with pytest.raises(KeyError, match="samples"):
        loader().load_state_dict(state)
