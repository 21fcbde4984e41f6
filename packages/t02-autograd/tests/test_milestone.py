"""The two moons."""

import pytest
from t02_autograd.milestone import run


def test_a_smoke_run_reports_finite_metrics_and_is_repeatable():
    first, second = (run(seed=3, smoke=True) for _ in range(2))
    assert first == second
    assert len(first["curves"]["loss"]) == 6
    assert first["metrics"]["final_loss"] < first["curves"]["loss"][0]
    assert first["metrics"]["accuracy"] > 0.7


@pytest.mark.slow
def test_the_two_moons_are_learned_below_001():
    result = run(seed=0, smoke=False)
    assert result["metrics"]["final_loss"] < 0.01
    assert result["metrics"]["accuracy"] > 0.98
