"""Schedules: options, groups, saved states."""

import math

import numpy as np
import pytest
from t03_optimizers import (
    SGD,
    Adagrad,
    Adam,
    CosineAnnealingLR,
    LinearWarmup,
    OneCycleLR,
    ReduceLROnPlateau,
    StepLR,
)


class Weight:
    def __init__(self):
        self.data, self.grad = np.ones(2), np.ones(2)


def sgd(**options):
    groups = [{"params": [Weight()]}, {"params": [Weight()], "lr": 0.25}]
    return SGD(groups, lr=0.5, momentum=0.9, **options)


MAKERS = {
    "StepLR": lambda optimizer: StepLR(optimizer, 2),
    "CosineAnnealingLR": lambda optimizer: CosineAnnealingLR(optimizer, 10),
    "LinearWarmup": lambda optimizer: LinearWarmup(optimizer, 10),
    "OneCycleLR": lambda optimizer: OneCycleLR(optimizer, 1.0, 20),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_loaded_schedule_continues(make):
    straight, resumed = sgd(), sgd()
    schedule = make(straight)
    for _ in range(4):
        schedule.step()
    saved = schedule.state_dict()
    other = make(resumed)
    other.load_state_dict(saved)
    assert other.get_last_lr() == schedule.get_last_lr()
    for _ in range(3):
        schedule.step()
        other.step()
        assert other.get_last_lr() == schedule.get_last_lr()
        momenta = [[g["momentum"] for g in each.param_groups] for each in (straight, resumed)]
        assert momenta[0] == momenta[1]
    assert saved["last_step"] == 4


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_an_optimizers_state_carries_the_base_rates(make):
    first = sgd()
    schedule = make(first)
    for _ in range(5):
        schedule.step()
    second = sgd()
    second.load_state_dict(first.state_dict())
    assert make(second).base_lrs == schedule.base_lrs


def test_a_state_of_other_groups_is_an_error():
    saved = StepLR(sgd(), 2).state_dict()
    with pytest.raises(ValueError, match="the optimizer has 1 groups, the schedule 2"):
        StepLR(SGD([Weight()]), 2).load_state_dict(saved)


def test_every_group_keeps_its_ratio():
    schedule = StepLR(sgd(), 1, gamma=0.5)
    assert schedule.get_last_lr() == [0.5, 0.25]
    schedule.step()
    assert schedule.get_last_lr() == [0.25, 0.125]


def test_a_peak_for_each_group():
    schedule = OneCycleLR(sgd(), [1.0, 2.0], 10)
    assert schedule.get_last_lr() == [0.04, 0.08]
    schedule.step()
    schedule.step()
    assert schedule.get_last_lr() == pytest.approx([1.0, 2.0])


@pytest.mark.parametrize("value", [0, -1, 2.0, None])
def test_counts_are_whole_numbers_from_one(value):
    with pytest.raises(ValueError, match="step_size must be a whole number from 1, got "):
        StepLR(sgd(), value)
    with pytest.raises(ValueError, match="T_max must be a whole number from 1, got "):
        CosineAnnealingLR(sgd(), value)
    with pytest.raises(ValueError, match="warmup_steps must be a whole number from 1, got "):
        LinearWarmup(sgd(), value)
    with pytest.raises(ValueError, match="total_steps must be a whole number from 1, got "):
        OneCycleLR(sgd(), 1.0, value)


def test_a_count_of_one_is_enough():
    assert StepLR(sgd(), 1).step_size == 1
    schedule = OneCycleLR(sgd(), 1.0, 1)
    schedule.step()
    assert schedule.last_step == 1


BAD = [
    (LinearWarmup, (5,), {"start_factor": -0.1}, "start_factor must be in"),
    (LinearWarmup, (5,), {"start_factor": 1.1}, "start_factor must be in"),
    (OneCycleLR, (1.0, 5), {"pct_start": -0.1}, "pct_start must be in"),
    (OneCycleLR, (1.0, 5), {"pct_start": 1.1}, "pct_start must be in"),
    (OneCycleLR, (1.0, 5), {"anneal_strategy": "line"}, "anneal_strategy must be 'cos' or"),
    (OneCycleLR, ([1.0], 5), {}, "max_lr has 1 values for 2 groups"),
    (ReduceLROnPlateau, (), {"mode": "most"}, "mode must be 'min' or 'max', got 'most'"),
    (ReduceLROnPlateau, (), {"threshold_mode": "x"}, "threshold_mode must be 'rel' or 'abs'"),
    (ReduceLROnPlateau, (), {"factor": 1.0}, "factor must be in"),
    (ReduceLROnPlateau, (), {"factor": -0.1}, "factor must be in"),
    (ReduceLROnPlateau, (), {"factor": math.nan}, "factor must be in"),
    (ReduceLROnPlateau, (), {"min_lr": [0.1]}, "min_lr has 1 values for 2 groups"),
]


@pytest.mark.parametrize(("kind", "args", "options", "message"), BAD)
def test_options_out_of_range_are_named(kind, args, options, message):
    with pytest.raises(ValueError, match=message):
        kind(sgd(), *args, **options)


@pytest.mark.parametrize(
    ("kind", "args", "options"),
    [
        (LinearWarmup, (5,), {"start_factor": 0}),
        (LinearWarmup, (5,), {"start_factor": 1}),
        (ReduceLROnPlateau, (), {"factor": 0.0}),
    ],
)
def test_options_at_the_end_of_their_range_are_fine(kind, args, options):
    kind(sgd(), *args, **options)


def test_cycling_momentum_needs_a_momentum():
    with pytest.raises(ValueError, match="cycle_momentum needs an optimizer with momentum or"):
        OneCycleLR(Adagrad([Weight()]), 1.0, 5)
    optimizer = Adagrad([Weight()])
    OneCycleLR(optimizer, 1.0, 5, cycle_momentum=False).step()
    assert "momentum" not in optimizer.param_groups[0]


def test_cycling_leaves_the_second_beta():
    optimizer = Adam([Weight()], betas=(0.9, 0.7))
    OneCycleLR(optimizer, 1.0, 5).step()
    assert optimizer.param_groups[0]["betas"][1] == 0.7


def test_steps_after_the_last_are_an_error():
    schedule = OneCycleLR(sgd(), 1.0, 3)
    for _ in range(3):
        schedule.step()
    with pytest.raises(ValueError, match="total_steps is 3, and all of them are done"):
        schedule.step()


def test_a_saved_plateau_continues():
    first, second = sgd(), sgd()
    schedule = ReduceLROnPlateau(first, patience=2, cooldown=1, factor=0.5)
    other = ReduceLROnPlateau(second, patience=2, cooldown=1, factor=0.5)
    for metric in (3.0, 4.0, 4.0):
        schedule.step(metric)
    other.load_state_dict(schedule.state_dict())
    assert schedule.state_dict() == {"best": 3.0, "bad_steps": 2, "cooldown_left": 0}
    for metric in (3.5, 3.5, 3.5):
        schedule.step(metric)
        other.step(metric)
        assert [g["lr"] for g in second.param_groups] == [g["lr"] for g in first.param_groups]
    assert first.param_groups[0]["lr"] == 0.25


def test_a_new_plateau_knows_nothing():
    schedule = ReduceLROnPlateau(sgd())
    assert schedule.state_dict() == {"best": math.inf, "bad_steps": 0, "cooldown_left": 0}
    assert ReduceLROnPlateau(sgd(), mode="max").best == -math.inf


def test_the_defaults_are_torchs():
    optimizer = sgd()
    assert StepLR(optimizer, 3).gamma == 0.1
    assert CosineAnnealingLR(optimizer, 3).eta_min == 0.0
    assert LinearWarmup(optimizer, 3).start_factor == 1 / 3
    plateau = ReduceLROnPlateau(optimizer)
    assert (plateau.factor, plateau.patience, plateau.threshold) == (0.1, 10, 1e-4)
    assert (plateau.mode, plateau.threshold_mode) == ("min", "rel")
    assert (plateau.cooldown, plateau.min_lrs, plateau.eps) == (0, [0.0, 0.0], 1e-8)


def test_a_group_added_later_is_an_error():
    optimizer = sgd()
    schedule, plateau = StepLR(optimizer, 3), ReduceLROnPlateau(optimizer)
    optimizer.add_param_group({"params": [Weight()]})
    with pytest.raises(ValueError, match="the optimizer has 3 groups, the schedule 2"):
        schedule.step()
    with pytest.raises(ValueError, match="the optimizer has 3 groups, the schedule 2"):
        plateau.reduce()


@pytest.mark.parametrize(
    ("options", "best", "good", "bad"),
    [
        ({}, 10.0, 9.9, 10.0),
        ({"threshold": 0.1}, 10.0, 8.99, 9.01),
        ({"threshold": 0.1, "threshold_mode": "abs"}, 10.0, 9.89, 9.91),
        ({"mode": "max", "threshold": 0.1}, 10.0, 11.01, 10.99),
        ({"mode": "max", "threshold": 0.1, "threshold_mode": "abs"}, 10.0, 10.11, 10.09),
    ],
)
def test_better_means_by_more_than_the_threshold(options, best, good, bad):
    schedule = ReduceLROnPlateau(sgd(), **options)
    assert schedule.is_better(best), "anything is better than nothing"
    schedule.best = best
    assert schedule.is_better(good) and not schedule.is_better(bad)
    assert not schedule.is_better(math.nan)


def test_an_equal_metric_is_no_better():
    schedule = ReduceLROnPlateau(sgd(), threshold=0.0)
    schedule.best = 3.0
    assert not schedule.is_better(3.0)


def test_a_reduction_stops_at_min_lr_and_below_eps():
    optimizer = sgd()
    schedule = ReduceLROnPlateau(optimizer, factor=0.5, min_lr=[0.3, 0.05], eps=0.1)
    schedule.reduce()
    assert [g["lr"] for g in optimizer.param_groups] == [0.3, 0.125]
    schedule.eps = 0.0625
    schedule.reduce()
    assert [g["lr"] for g in optimizer.param_groups] == [0.3, 0.125]
