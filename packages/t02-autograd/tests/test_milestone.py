"""The two moons."""

from t02_autograd.milestone import run


def test_a_smoke_run_reports_finite_metrics_and_is_repeatable():
    first, second = (run(seed=3, smoke=True) for _ in range(2))
    assert first == second
    assert len(first["curves"]["loss"]) == 6
    assert first["metrics"]["final_loss"] < first["curves"]["loss"][0]
    assert first["metrics"]["accuracy"] > 0.7
