"""Batches: shuffled by a seed, taken at once

Expected orders are permutations drawn here, with NumPy's generator.
"""

import threading

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t10_mnist import ArrayDataset, DataLoader, Dataset

INDICES = "scratch hint t10 DataLoader.batch_indices"
ITER = "scratch hint t10 DataLoader.__iter__"


def dataset(count=7):
    return ArrayDataset(np.arange(count) * 10, np.arange(count))


def loader(count=7, batch_size=3, **options):
    if options.get("shuffle"):
        options.setdefault("rng", np.random.default_rng(5))
    return DataLoader(dataset(count), batch_size, **options)


def labels(batches):
    return [y.tolist() for _, y in batches]


class Counting(Dataset):
    """Counts how often it is asked, and for how many samples."""

    def __init__(self, count):
        self.count, self.asked = count, []

    def __len__(self):
        return self.count

    def __getitem__(self, indices):
        self.asked.append(np.shape(indices))
        return (np.asarray(indices) * 10,)


def test_indices_in_order_are_cut_into_batches():
    found = loader().batch_indices(0)
    assert isinstance(found, list) and len(found) == 3, "7 samples in batches of 3: 3, 3 and 1"
    for batch, expected in zip(found, ([0, 1, 2], [3, 4, 5], [6]), strict=True):
        why = "without shuffle the order is 0 to 6, and the last batch holds what is left"
        assert_close(batch, np.array(expected), name="indices", why=why, hint=INDICES)


def test_drop_last_leaves_out_a_short_batch_and_nothing_else():
    for count, expected in ((7, [3, 3]), (6, [3, 3]), (2, [])):
        sizes = [len(batch) for batch in loader(count, drop_last=True).batch_indices(0)]
        why = f"{count} samples in whole batches of 3"
        assert sizes == expected, f"{why}: {expected}, but batch_indices made {sizes}"
    sizes = [len(batch) for batch in loader(6).batch_indices(0)]
    assert sizes == [3, 3], f"6 samples are two batches of 3 and no empty one, got {sizes}"


def test_a_shuffled_order_is_the_permutation_of_its_seed():
    expected = np.random.default_rng(11).permutation(7)
    found = loader(shuffle=True).batch_indices(11)
    why = "np.random.default_rng(seed).permutation(7), cut into 3, 3 and 1"
    assert_close(np.concatenate(found), expected, name="order", why=why, hint=INDICES)
    assert [batch.shape for batch in found] == [(3,), (3,), (1,)]


def test_the_order_of_a_seed_does_not_depend_on_what_was_drawn_before():
    one = loader(shuffle=True)
    first = np.concatenate(one.batch_indices(11))
    one.batch_indices(12)
    again = np.concatenate(one.batch_indices(11))
    why = "the order belongs to the seed alone; drawing from self.rng would give another one"
    assert_close(again, first, name="order of seed 11, asked again", why=why, hint=INDICES)


def test_drop_last_leaves_out_other_samples_in_every_epoch():
    one = loader(7, drop_last=True, shuffle=True)
    left = {
        (set(range(7)) - set(np.concatenate(one.batch_indices(k)).tolist())).pop()
        for k in range(40)
    }
    assert left == set(range(7)), (
        f"over 40 orders only {sorted(left)} were left out: shuffle before the last is dropped"
    )


def test_an_epoch_yields_every_sample_once_with_its_label():
    batches = list(loader(shuffle=True))
    assert [x.shape for x, _ in batches] == [(3,), (3,), (1,)]
    y = np.concatenate([y for _, y in batches])
    x = np.concatenate([x for x, _ in batches])
    assert_close(np.sort(y), np.arange(7), name="labels, sorted", why="each one once", hint=ITER)
    assert_close(x, y * 10, name="inputs", why="inputs and labels come in the same order")


def test_the_batches_are_those_of_the_seed_that_was_drawn_first():
    seed = int(np.random.default_rng(5).integers(2**63))
    expected = np.random.default_rng(seed).permutation(7)
    y = np.concatenate([y for _, y in loader(shuffle=True)])
    why = "an epoch draws one seed with new_seed(), and batch_indices(seed) gives its order"
    assert_close(y, expected, name="order", why=why, hint=ITER)


def test_every_epoch_has_an_order_of_its_own():
    one = loader(60, 60, shuffle=True)
    first, second = labels(one)[0], labels(one)[0]
    assert first != second, "two epochs came in the same order: draw a new seed for each"
    assert first != sorted(first), "shuffle=True, but the samples came in order"


def test_the_same_seed_gives_the_same_epochs():
    one, other = loader(60, 7, shuffle=True), loader(60, 7, shuffle=True)
    for epoch in range(3):
        assert labels(one) == labels(other), f"epoch {epoch} differs between two equal seeds"


def test_a_generator_that_others_use_too_is_drawn_from_once_per_epoch():
    rng, twin = np.random.default_rng(5), np.random.default_rng(5)
    for _ in loader(rng=rng, shuffle=True):
        pass
    twin.integers(2**63)
    assert rng.bit_generator.state == twin.bit_generator.state, (
        "an epoch must draw its seed from rng and nothing else: a permutation drawn from it as"
        " well would move everything that shares it"
    )


def test_a_batch_is_taken_in_one_go():
    counting = Counting(10)
    batches = list(DataLoader(counting, 4))
    assert len(counting.asked) == 3, (
        f"the dataset was asked {len(counting.asked)} times for 3 batches: a Python loop over the"
        " samples costs more than the training step; index with the whole array of indices"
    )
    assert counting.asked == [(4,), (4,), (2,)]
    expected = np.arange(10) * 10
    why = "the batches of a Dataset of your own"
    assert_close(np.concatenate([x for (x,) in batches]), expected, name="samples", why=why)


def test_the_next_batch_is_made_when_it_is_asked_for():
    counting = Counting(1000)
    next(iter(DataLoader(counting, 1)))
    assert len(counting.asked) == 1, (
        f"{len(counting.asked)} batches were made to hand out one: yield them as they are made"
    )


def test_batches_are_copies_of_the_data():
    one = loader()
    for x, _ in one:
        x += 1000
    why = "the caller may change a batch, the dataset must not follow"
    assert_close(one.dataset.arrays[0], np.arange(7) * 10, name="dataset", why=why)


def test_a_loop_left_early_is_followed_by_a_new_epoch():
    one = loader(60, 7, shuffle=True)
    for _ in one:
        break
    assert len(labels(one)) == 9, "after `break`, the next `for` must begin an epoch of 9 batches"


def test_a_transform_gets_the_batch_and_a_generator_that_repeats():
    def shifted(x, y, *, rng):
        return x + rng.integers(1_000_000, size=x.shape), y

    runs = [labels_and_inputs(loader(60, 7, shuffle=True, transform=shifted)) for _ in range(2)]
    assert runs[0] == runs[1], "equal seeds must give equal augmentation"
    noise = [np.array(x) - 10 * np.array(y) for x, y in runs[0]]
    assert len({values.tolist()[0] for values in noise}) == 9, "each batch needs noise of its own"
    seed = int(np.random.default_rng(5).integers(2**63))
    expected = np.random.default_rng([seed, 1]).integers(1_000_000, size=7)
    why = (
        "batch 1 is transformed with np.random.default_rng([seed, 1]): jobs are (seed, number, ...)"
    )
    assert_close(noise[1], expected, name="noise of batch 1", why=why, hint=ITER)


def labels_and_inputs(batches):
    return [(x.tolist(), y.tolist()) for x, y in batches]


def test_prefetching_gives_the_same_batches():
    def shifted(x, y, *, rng):
        return x + rng.integers(1_000_000, size=x.shape), y

    plain = loader(60, 7, shuffle=True, transform=shifted)
    ahead = loader(60, 7, shuffle=True, transform=shifted, prefetch=3)
    for _ in range(2):
        assert labels_and_inputs(ahead) == labels_and_inputs(plain), (
            "prefetch=3 changed the batches: make them with self.made, in order"
        )


def test_prefetching_runs_ahead_in_another_thread_and_no_further():
    threads = []

    def noted(x, *, rng):
        threads.append(threading.current_thread())
        return (x,)

    batches = iter(DataLoader(Counting(100), 1, prefetch=3, transform=noted))
    next(batches)
    batches.close()
    assert threading.main_thread() not in threads, "the batches were made in the main thread"
    assert 1 <= len(threads) <= 4, f"{len(threads)} batches were made for 1 handed out, 3 ahead"


def test_an_error_while_a_batch_is_made_reaches_the_loop():
    def broken(x, y, *, rng):
        if 4 in y:
            raise RuntimeError("sample 4 is broken")
        return x, y

    def run(prefetch, seen):
        for _, y in loader(transform=broken, prefetch=prefetch):
            seen.append(y.tolist())

    for prefetch in (0, 2):
        seen = []
        with pytest.raises(RuntimeError, match="sample 4"):
            run(prefetch, seen)
        assert seen == [[0, 1, 2]], f"prefetch={prefetch}: batches before the error: {seen}"


def test_no_dataset_no_batches():
    assert list(loader(0)) == [] and list(loader(0, prefetch=2)) == []
    assert len(loader(0)) == 0
