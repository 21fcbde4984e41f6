"""The pictures, drawn with short runs, and the numbers that they show."""

import sys

import numpy as np
import pytest
from t09_regularization import figures as pictures
from t09_regularization import study
from t09_regularization.study import train_on_cells, what_decay_leaves


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r'pip install "t09-regularization\[plot\]"'):
        pictures.decay([1.0], {"Adam": [0.5], "AdamW": [0.4]})


def test_adamw_decays_at_one_rate_and_l2_spares_large_gradients():
    left = what_decay_leaves([1e-2, 1.0, 1e2], steps=300, rng=np.random.default_rng(0))
    np.testing.assert_allclose(left["AdamW"], 0.999**300, atol=0.02)
    small, middle, large = left["Adam"]
    # without noise the quotient is 1: steps of lr, 0.3 in all
    assert 0.69 < small < 0.73 < middle < 0.95 < large


def test_without_gradients_only_the_decoupled_decay_moves_a_weight_by_its_rate():
    left = what_decay_leaves([0.0], rng=np.random.default_rng(0))
    np.testing.assert_allclose(left["AdamW"], 0.999**1000, rtol=1e-12)


def test_the_recipes_are_those_the_readme_speaks_of():
    assert study.RECIPES == {
        "nothing": {},
        "weight decay": {"weight_decay": 3.0},
        "dropout": {"p": 0.5},
        "mixup": {"alpha": 1.0},
    }


def test_what_comes_after_the_stop_does_not_count(monkeypatch):
    validation = [0.9, 0.8, 0.85, 0.86, 0.1, 0.2]
    both = iter([loss for value in validation for loss in (0.0, value)])
    monkeypatch.setattr(study, "_evaluate", lambda *_: (next(both), 0.5))
    curves = train_on_cells(epochs=6, patience=2, rng=np.random.default_rng(0))
    assert curves.validation_loss.tolist() == validation
    assert curves.kept == 1


def test_without_a_stop_the_best_epoch_is_kept(monkeypatch):
    both = iter([0.0, 0.9, 0.0, 0.7, 0.0, 0.8])
    monkeypatch.setattr(study, "_evaluate", lambda *_: (next(both), 0.5))
    assert train_on_cells(epochs=3, rng=np.random.default_rng(0)).kept == 1


def test_training_is_the_same_for_one_seed_and_stops_at_the_best_epoch():
    first, again = (
        train_on_cells(epochs=8, patience=2, rng=np.random.default_rng(1)) for _ in "ab"
    )
    assert first.validation_loss.tolist() == again.validation_loss.tolist()
    losses = first.validation_loss
    best = int(np.argmin(losses[: first.kept + 3]))
    assert first.kept == best
    assert first.train_loss.shape == losses.shape == first.accuracy.shape == (8,)


def test_without_options_training_goes_as_it_did_when_this_was_written():
    # numbers of this very code: they hold sizes, learning rate and batch in place
    losses = train_on_cells(epochs=3, rng=np.random.default_rng(0)).validation_loss
    np.testing.assert_allclose(losses, [0.62575, 0.5467, 0.48818], rtol=2e-3)


def test_dropout_layers_come_after_each_hidden_layer_only():
    names = [
        type(layer).__name__ for layer in study.make_network(0.5, rng=np.random.default_rng(0))
    ]
    assert names == ["Linear", "ReLU", "Dropout", "Linear", "ReLU", "Dropout", "Linear"]


@pytest.mark.slow
def test_each_cure_takes_back_half_of_what_over_fitting_costs():
    rng = np.random.default_rng
    runs = {
        name: [train_on_cells(**recipe, epochs=150, rng=rng(s)).validation_loss for s in range(2)]
        for name, recipe in study.RECIPES.items()
    }
    last = {name: np.mean([losses[-1] for losses in both]) for name, both in runs.items()}
    best = np.mean([losses.min() for losses in runs["nothing"]])
    cost = last["nothing"] - best
    assert cost > 0.4
    for name in ("weight decay", "dropout", "mixup"):
        assert last[name] - best < cost / 2, name


@pytest.mark.slow
def test_every_picture_is_drawn_with_what_it_claims_to_show(monkeypatch):
    monkeypatch.setattr(
        pictures, "train_on_cells", lambda **options: train_on_cells(**options, epochs=3)
    )
    drawn = pictures.figures(np.random.default_rng(0))
    assert list(drawn) == ["overfitting", "decay"]
    titles = [axes.get_title() for axes in drawn["overfitting"].axes]
    assert [title.partition(":")[0] for title in titles] == list(study.RECIPES)
    assert all(len(axes.lines) == 3 + 1 + 3 + 1 + 3 + 1 for axes in drawn["overfitting"].axes)
    adam, adamw, _ = (line.get_ydata() for line in drawn["decay"].axes[0].lines)
    assert np.ptp(adamw) < 0.05 < np.ptp(adam)
