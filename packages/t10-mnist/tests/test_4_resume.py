"""Resume: the rest of an interrupted epoch, exactly

A run that is interrupted after every possible batch is compared with one that is not.
"""

import copy
import json

import numpy as np
from scratchcore.testing import assert_close
from t10_mnist import ArrayDataset, DataLoader

LOAD = "scratch hint t10 DataLoader.load_state_dict"
ITER = "scratch hint t10 DataLoader.__iter__"


def noisy(x, y, *, rng):
    return x + rng.random(x.shape), y


def loader(seed=5, count=23, batch_size=4, **options):
    data = ArrayDataset(np.arange(count) * 10.0, np.arange(count))
    options = {"shuffle": True, "rng": np.random.default_rng(seed), **options}
    return DataLoader(data, batch_size, **options)


def endless(batches):
    while True:
        yield from batches


def sequence(one, count):
    """Return the next `count` batches as one list of numbers each, over the epochs' ends."""
    endlessly = endless(one)
    return [np.concatenate(next(endlessly)).tolist() for _ in range(count)]


def interrupted(after, **options):
    """Return the state after `after` batches, sent through JSON as a checkpoint would."""
    one = loader(**options)
    endlessly = endless(one)
    for _ in range(after):
        next(endlessly)
    return json.loads(json.dumps(one.state_dict()))


def test_a_resumed_loader_goes_on_with_the_very_next_batch():
    whole = sequence(loader(), 15)
    for after in (*range(1, 13), 0):
        other = loader(seed=99)
        other.load_state_dict(interrupted(after))
        rest = sequence(other, 15 - after)
        assert rest[0] == whole[after], (
            f"interrupted after {after} batches of 6 per epoch, the next one is {rest[0]},"
            f" expected {whole[after]}; {LOAD}"
        )
        assert rest == whole[after:], (
            f"interrupted after {after} batches, the sequence leaves the original later: the"
            f" generator's state was not continued; {LOAD}"
        )


def test_the_same_with_a_transform_and_with_prefetching():
    whole = sequence(loader(transform=noisy), 15)
    for after in (1, 4, 6, 7, 11):
        for prefetch in (0, 3):
            other = loader(seed=99, transform=noisy, prefetch=prefetch)
            other.load_state_dict(interrupted(after, transform=noisy, prefetch=prefetch))
            assert sequence(other, 15 - after) == whole[after:], (
                f"interrupted after {after} batches with prefetch={prefetch}: the noise must depend"
                " on the epoch's seed and the batch's number, counted from the epoch's start, and"
                " the count of batches on what was handed out, not on what was made ahead"
            )


def test_the_state_counts_a_batch_when_it_is_handed_out():
    for prefetch in (0, 3):
        one = loader(prefetch=prefetch)
        counts = [one.state_dict()["done"] for _ in one]
        why = "while the loop works on batch k, k + 1 batches are done: it will be trained on"
        assert_close(counts, [1, 2, 3, 4, 5, 6], name="done", why=why, hint=ITER)


def test_between_two_epochs_no_epoch_is_open():
    one = loader()
    assert one.state_dict()["epoch"] is None, "before the first epoch"
    for _ in one:
        assert one.state_dict()["epoch"] is not None, "in an epoch, the state must hold its seed"
    state = one.state_dict()
    assert (state["epoch"], state["done"]) == (None, 0), (
        f"after an epoch's end, epoch must be None and done 0, not {state['epoch']} and"
        f" {state['done']}: the next `for` begins a new epoch; {ITER}"
    )


def test_an_epoch_interrupted_after_its_last_batch_still_has_an_end():
    other = loader(seed=99)
    other.load_state_dict(interrupted(6))
    assert list(other) == [], "all 6 batches were handed out: this epoch has none left"
    whole = sequence(loader(), 12)
    assert sequence(other, 6) == whole[6:], "and then the second epoch begins"


def test_an_epoch_that_was_begun_but_handed_out_nothing_is_resumed_too():
    state = interrupted(1)
    state["done"] = 0  # as when making the first batch failed
    other = loader(seed=99)
    other.load_state_dict(state)
    assert sequence(other, 15) == sequence(loader(), 15), (
        "epoch is a seed and done is 0: that epoch's seed is drawn already, a second one moves all"
        f" that follows; whether `epoch` is None decides, not `done` ({LOAD})"
    )


def test_a_loop_that_is_left_early_keeps_its_place_in_the_state():
    one = loader()
    for _ in one:
        if one.state_dict()["done"] == 2:
            break
    other = loader(seed=99)
    other.load_state_dict(one.state_dict())
    assert sequence(other, 10) == sequence(loader(), 12)[2:], (
        "a checkpoint after `break` must hold the epoch's seed and 2 batches done: only the last"
        f" batch ends an epoch, not a `finally` ({ITER})"
    )


def test_a_loop_inside_a_loop_does_not_move_its_place():
    one = loader()
    outer = iter(one)
    next(outer)
    before = one.state_dict()["epoch"]
    assert len(list(one)) == 6, "the inner loop is an epoch of its own"
    next(outer)
    state = one.state_dict()
    assert (state["epoch"], state["done"]) == (before, 2), (
        f"after batch 2 of the outer loop the state has epoch {state['epoch']} and done"
        f" {state['done']}, expected {before} and 2: keep seed and count in local variables and set"
        f" both before each `yield` ({ITER})"
    )


def test_loading_goes_on_with_the_generator_that_is_there():
    rng = np.random.default_rng(99)
    other = loader(rng=rng)
    state = interrupted(3)
    other.load_state_dict(state)
    assert other.rng is rng and rng.bit_generator.state == state["rng"], (
        "set rng.bit_generator.state: a new generator leaves behind whoever shares the old one"
        f" ({LOAD})"
    )


def test_resuming_draws_no_seed():
    one = loader()
    batches = iter(one)
    next(batches)
    state = copy.deepcopy(one.state_dict())
    other = loader(seed=99)
    other.load_state_dict(state)
    list(other)
    assert other.rng.bit_generator.state == state["rng"], (
        "the rest of an epoch needs no new seed: drawing one moves every later epoch"
    )


def test_only_the_first_loop_after_loading_is_shortened():
    one = loader()
    one.load_state_dict(interrupted(4))
    counts = [len(list(one)) for _ in range(3)]
    why = "2 batches are left of the interrupted epoch, the next ones are whole"
    assert_close(counts, [2, 6, 6], name="batches per loop", why=why, hint=LOAD)


def test_a_state_can_be_loaded_twice_and_over_a_running_epoch():
    state = interrupted(2)
    expected = sequence(loader(), 15)[2:]
    one = loader(seed=1)
    for _ in range(2):
        next(iter(one))
        one.load_state_dict(state)
        assert sequence(one, 13) == expected, "loading must forget what ran before"


def test_a_state_between_epochs_closes_a_running_epoch():
    one = loader(seed=1)
    next(iter(one))
    one.load_state_dict(interrupted(0))
    state = one.state_dict()
    assert (state["epoch"], state["done"]) == (None, 0), f"{state}: no epoch is open; {LOAD}"
    assert sequence(one, 6) == sequence(loader(), 6), "a new epoch begins, from the loaded rng"


def test_the_loaded_state_is_the_state():
    state = interrupted(3)
    one = loader(seed=99)
    one.load_state_dict(state)
    assert one.state_dict() == state, "a checkpoint made right after loading must be the same"


def refusal(one, state):
    """Return what the ValueError of loading says; "" if there is none."""
    try:
        one.load_state_dict(state)
    except ValueError as error:
        return str(error)
    return ""


def test_a_state_of_another_loader_is_refused_and_changes_nothing():
    cases = {
        "samples": {"count": 22},
        "batch_size": {"batch_size": 5},
        "shuffle": {"shuffle": False},
        "drop_last": {"drop_last": True},
    }
    for name, options in cases.items():
        one = loader(**options)
        before = one.state_dict()
        said = refusal(one, interrupted(3))
        assert name in said, (
            f"{name} differs between state and loader: raise a ValueError that names it, the"
            f" batches would be others; it says {said or 'nothing'} ({LOAD})"
        )
        assert one.state_dict() == before, f"{name} differs: refuse before anything is changed"


def test_an_unshuffled_loader_without_a_generator_resumes_as_well():
    options = {"shuffle": False, "rng": None}
    one = loader(**options)
    one.load_state_dict(interrupted(4, **options))
    labels = [y.tolist() for _, y in one]
    assert labels == [[16, 17, 18, 19], [20, 21, 22]], f"batches 5 and 6 are left, got {labels}"
    said = refusal(loader(**options), interrupted(4, shuffle=False))
    assert "rng" in said, f"the state has a generator, the loader none; the error says {said!r}"
