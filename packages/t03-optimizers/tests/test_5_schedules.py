"""Schedules: the learning rate over time"""

import math

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t03_optimizers import (
    SGD,
    Adam,
    CosineAnnealingLR,
    LinearWarmup,
    OneCycleLR,
    ReduceLROnPlateau,
    StepLR,
)


class Weight:
    def __init__(self):
        self.data, self.grad = np.zeros(2), np.ones(2)


def sgd(lr=1.0, **options):
    return SGD([Weight()], lr=lr, **options)


def run(schedule, steps):
    """Return the learning rates of the steps 0, 1, ..."""
    rates = [schedule.get_last_lr()[0]]
    for _ in range(steps - 1):
        schedule.step()
        rates.append(schedule.get_last_lr()[0])
    assert len(rates) == steps
    return rates


def test_step_lr_falls_in_stairs():
    assert_close(
        run(StepLR(sgd(), step_size=3, gamma=0.5), 8),
        [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25],
        name="lr of the steps 0 to 7",
        why="lr stays the same for 3 steps: the exponent of gamma is the number of complete"
        " stairs, step // step_size",
        hint="scratch hint t03 StepLR.lr_at",
    )


def test_cosine_annealing_ends_at_eta_min():
    quarter = 0.2 + 0.8 * (1 + math.sqrt(0.5)) / 2
    assert_close(
        run(CosineAnnealingLR(sgd(), T_max=4, eta_min=0.2), 5),
        [1.0, quarter, 0.6, 1.2 - quarter, 0.2],
        name="lr of the steps 0 to T_max = 4",
        why="half a cosine wave leads from base = 1 over the middle 0.6 to eta_min = 0.2",
        hint="scratch hint t03 CosineAnnealingLR.lr_at",
    )


def test_cosine_annealing_rises_again_after_T_max():
    assert_close(
        run(CosineAnnealingLR(sgd(), T_max=2), 6),
        [1, 0.5, 0, 0.5, 1, 0.5],
        name="lr of the steps 0 to 5, T_max = 2",
        why="half a cosine wave takes T_max steps, the other half leads back",
        hint="scratch hint t03 CosineAnnealingLR.lr_at",
    )


def test_warmup_rises_in_a_line_and_stays():
    assert_close(
        run(LinearWarmup(sgd(2.0), warmup_steps=4, start_factor=0.2), 7),
        [0.4, 0.8, 1.2, 1.6, 2.0, 2.0, 2.0],
        name="lr of the steps 0 to 6",
        why="from base * start_factor = 0.4 in 4 equal steps to base = 2, where it stays",
        hint="scratch hint t03 LinearWarmup.lr_at",
    )


def test_one_cycle_rises_to_the_peak_and_falls_to_the_end():
    schedule = OneCycleLR(
        sgd(momentum=0.9), 1.0, 11, pct_start=5 / 11, anneal_strategy="linear", div_factor=5
    )
    assert_close(
        run(schedule, 11),
        [0.2, 0.4, 0.6, 0.8, 1.0, *(1 - k * (1 - 2e-5) / 6 for k in range(1, 7))],
        name="lr of the steps 0 to 10",
        why="the peak is at step pct_start * total_steps - 1 = 4, the end at total_steps - 1 = 10",
        hint="scratch hint t03 OneCycleLR.value_at",
    )


def test_one_cycle_moves_along_cosines():
    schedule = OneCycleLR(sgd(momentum=0.9), 1.0, 10, pct_start=0.3, div_factor=5)
    rates = run(schedule, 10)
    hint = "scratch hint t03 OneCycleLR.value_at"
    why = "either part is half a cosine wave: halfway to the peak it is at the middle of 0.2 and 1"
    assert_close(rates[:3], [0.2, 0.6, 1.0], name="lr up to the peak", why=why, hint=hint)
    end = 0.2 / 1e4
    fall = [end + (1 - end) * (1 + math.cos(math.pi * k / 7)) / 2 for k in range(8)]
    why = "half a cosine wave takes the 7 steps from the peak at step 2 to the end at step 9"
    assert_close(rates[2:], fall, name="lr from the peak on", why=why, hint=hint)


def test_one_cycle_stays_at_the_end():
    schedule = OneCycleLR(sgd(momentum=0.9), 1.0, 3, anneal_strategy="linear", div_factor=10)
    why = "step 3 comes after the last of 3 steps: a line drawn on would lead below 0"
    assert_close(run(schedule, 4)[2:], [1e-5, 1e-5], name="lr of the steps 2 and 3", why=why)


def test_one_cycle_moves_momentum_the_other_way():
    for optimizer in (sgd(momentum=0.9), Adam([Weight()])):
        group = optimizer.param_groups[0]
        schedule = OneCycleLR(optimizer, 1.0, 10, pct_start=0.3)
        momenta = []
        for _ in range(10):
            momenta.append(group["betas"][0] if "betas" in group else group["momentum"])
            schedule.step()
        fall = [0.95 - 0.1 * (1 + math.cos(math.pi * k / 7)) / 2 for k in range(8)]
        why = "momentum is lowest, 0.85, where lr is highest, and 0.95 at both ends"
        assert_close(momenta, [0.95, 0.9, *fall], name=type(optimizer).__name__, why=why)


@pytest.mark.parametrize(("pct_start", "total"), [(0.0, 4), (0.25, 4), (1.0, 4)])
def test_one_cycle_works_without_one_of_its_parts(pct_start, total):
    options = {"pct_start": pct_start, "anneal_strategy": "linear", "cycle_momentum": False}
    rates = run(OneCycleLR(sgd(), 1.0, total, div_factor=4, final_div_factor=25, **options), 4)
    expected = {
        0.0: [1 - 0.99 * k / 4 for k in (1, 2, 3, 4)],
        0.25: [1 - 0.99 * k / 3 for k in range(4)],
        1.0: [0.25, 0.5, 0.75, 1.0],
    }
    assert_close(
        rates,
        expected[pct_start],
        name=f"lr of the steps 0 to 3, pct_start {pct_start}",
        why=f"the peak is at step pct_start * total_steps - 1 = {pct_start * total - 1:g}",
        hint="scratch hint t03 OneCycleLR.value_at",
    )


def plateau(metrics, **options):
    """Return the learning rate after each metric."""
    optimizer = sgd()
    schedule = ReduceLROnPlateau(optimizer, factor=0.5, **options)
    rates = []
    for metric in metrics:
        schedule.step(metric)
        rates.append(optimizer.param_groups[0]["lr"])
    return rates


PLATEAU = "scratch hint t03 ReduceLROnPlateau.step"


def test_plateau_waits_for_more_than_patience_bad_metrics():
    assert_close(
        plateau([5, 5, 5, 5, 5, 5, 5], patience=2),
        [1, 1, 1, 0.5, 0.5, 0.5, 0.25],
        name="lr after each metric, patience 2",
        why="the first metric is the best so far; two bad ones are borne, the third reduces, and"
        " the count begins again",
        hint=PLATEAU,
    )


def test_plateau_counts_bad_metrics_in_a_row():
    assert_close(
        plateau([5, 6, 6, 4, 6, 6, 3, 6, 6, 6], patience=2),
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5],
        name="lr after each metric, patience 2",
        why="a new best sets the count of bad metrics in a row back to 0",
        hint=PLATEAU,
    )


def test_plateau_remembers_the_best():
    assert_close(
        plateau([3, 5, 4], patience=1),
        [1, 1, 0.5],
        name="lr after the metrics 3, 5, 4, patience 1",
        why="4 is better than 5, but no better than the best, 3",
        hint=PLATEAU,
    )


def test_plateau_rests_for_cooldown_metrics_after_a_reduction():
    assert_close(
        plateau([5] * 9, patience=1, cooldown=2),
        [1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25],
        name="lr after each metric, patience 1, cooldown 2",
        why="after a reduction two metrics don't count (cooldown), then two bad ones reduce again",
        hint=PLATEAU,
    )


def test_plateau_notes_a_best_during_cooldown():
    assert_close(
        plateau([5, 5, 2, 4, 4], patience=0, cooldown=1),
        [1, 0.5, 0.5, 0.25, 0.25],
        name="lr after each metric, patience 0, cooldown 1",
        why="2 came during the cooldown and is the best all the same: 4 is bad after it",
        hint=PLATEAU,
    )
