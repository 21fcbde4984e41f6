"""Initial weights: fans, deviations, orthogonal matrices"""

import math

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t05_mlp import init

SHAPES = [((5, 3), 3, 5), ((1, 7), 7, 1), ((8, 4, 3, 5), 60, 120), ((6, 2, 3), 6, 18)]


def rng(seed=0):
    return np.random.default_rng(seed)


def refusal(function, *arguments, **options):
    """Return what the ValueError of the call says; "" if there is none."""
    try:
        function(*arguments, **options)
    except ValueError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("shape", "fan_in", "fan_out"), SHAPES)
def test_fans_count_the_connections_of_one_unit(shape, fan_in, fan_out):
    assert_close(
        init.fan_in_and_fan_out(shape),
        [fan_in, fan_out],
        name=f"(fan_in, fan_out) of {shape}",
        why="weights are (out, in, *kernel): an output sums in * kernel inputs, an input feeds"
        " out * kernel outputs",
        hint="scratch hint t05 fan_in_and_fan_out",
    )


def test_a_vector_has_no_fans():
    said = refusal(init.fan_in_and_fan_out, (3,))
    assert "(3,)" in said, (
        "a vector has no inputs and outputs to count: raise a ValueError that names the shape (3,);"
        f" it says {said or 'nothing'}"
    )


@pytest.mark.parametrize(("shape", "fan_in", "fan_out"), SHAPES)
def test_xavier_compromises_between_both_fans(shape, fan_in, fan_out):
    for gain in (1.0, 5 / 3):
        assert_close(
            init.xavier_std(shape, gain),
            gain / math.sqrt((fan_in + fan_out) / 2),
            name=f"xavier_std({shape}, {gain:.3g})",
            why="the variance is 1 over the mean of both fans, and the gain multiplies the"
            " deviation",
            hint="scratch hint t05 xavier_std",
        )


@pytest.mark.parametrize(("shape", "fan_in", "fan_out"), SHAPES)
def test_kaiming_uses_the_fan_that_is_asked_for(shape, fan_in, fan_out):
    why = "gain / sqrt(fan); relu halves the mean square, so its gain is sqrt(2)"
    hint = "scratch hint t05 kaiming_std"
    for mode, fan in (("fan_in", fan_in), ("fan_out", fan_out)):
        got = init.kaiming_std(shape, mode=mode, nonlinearity="relu")
        assert_close(got, math.sqrt(2 / fan), name=f"relu, {mode} {shape}", why=why, hint=hint)
    got = init.kaiming_std(shape, nonlinearity="linear")
    assert_close(got, math.sqrt(1 / fan_in), name=f"linear {shape}", why=why, hint=hint)


def test_kaiming_knows_the_slope_of_leaky_relu():
    for slope in (0.0, 0.2, math.sqrt(5)):
        assert_close(
            init.kaiming_std((4, 9), a=slope),
            math.sqrt(2 / (1 + slope**2) / 9),
            name=f"kaiming_std((4, 9), a={slope:.3g})",
            why="a leak of slope a keeps (1 + a²) / 2 of the mean square, not 1 / 2",
            hint="scratch hint t05 kaiming_std",
        )


def test_kaiming_takes_the_gain_of_its_nonlinearity():
    for nonlinearity, gain in (("tanh", 5 / 3), ("selu", 3 / 4), ("relu", math.sqrt(2))):
        assert_close(
            init.kaiming_std((4, 9), a=0.5, nonlinearity=nonlinearity),
            gain / 3,
            name=f"kaiming_std((4, 9), a=0.5, nonlinearity={nonlinearity!r})",
            why="calculate_gain knows each gain; the slope a matters to leaky_relu alone",
            hint="scratch hint t05 kaiming_std",
        )


def test_kaiming_is_made_for_relu_unless_told_otherwise():
    why = "leaky_relu with slope 0 is relu, and fan_in the default: sqrt(2 / 9)"
    got = init.kaiming_std((4, 9))
    assert_close(got, math.sqrt(2) / 3, name="kaiming_std((4, 9))", why=why)


def test_kaiming_refuses_an_unknown_mode():
    said = refusal(init.kaiming_std, (4, 9), mode="fan_avg")
    assert "fan_avg" in said, (
        "mode='fan_avg' is neither 'fan_in' nor 'fan_out': raise a ValueError that names it instead"
        f" of taking one of them; it says {said or 'nothing'}"
    )


def test_uniform_values_have_the_deviation_and_its_bound():
    values = np.zeros((300, 200))
    init.uniform_(values, 0.5, rng=rng())
    why = "a uniform variable on [-b, b] has the deviation b / sqrt(3)"
    hint = "scratch hint t05 uniform_"
    close = {"rtol": 0.01, "why": why, "hint": hint}  # 60,000 draws: the deviation is off by 0.2 %
    assert_close(values.std(), 0.5, name="deviation of uniform_(values, 0.5)", **close)
    assert_close(abs(values).max(), math.sqrt(3) / 2, name="largest absolute value", **close)
    assert abs(values.mean()) < 0.01, f"values should average 0, got {values.mean():.3f}: {why}"


def test_uniform_fills_in_place_and_returns_what_it_got():
    for target in (np.zeros((3, 2), np.float32), tensor(np.zeros((3, 2), np.float32))):
        memory = target if isinstance(target, np.ndarray) else target.data
        result = init.uniform_(target, 1.0, rng=rng())
        assert result is target, "uniform_ should return the object that it was given"
        expected = rng().uniform(-math.sqrt(3), math.sqrt(3), (3, 2)).astype(np.float32)
        why = "written into the memory that others (an optimizer) hold already, by rng alone"
        assert_close(memory, expected, name="values", why=why, hint="scratch hint t05 uniform_")


@pytest.mark.parametrize("shape", [(3, 7), (7, 3), (4, 4), (1, 5), (6, 2, 3), (2, 3, 3)])
def test_orthogonal_makes_the_shorter_side_orthonormal(shape):
    weight = init.orthogonal_(np.zeros(shape), gain=2.0, rng=rng(3))
    assert weight.shape == shape
    matrix = weight.reshape(shape[0], -1) / 2.0
    rows, cols = matrix.shape
    product = matrix @ matrix.T if rows <= cols else matrix.T @ matrix
    assert_close(
        product,
        np.eye(min(rows, cols)),
        name=f"products of the {'rows' if rows <= cols else 'columns'} of {shape}, gain removed",
        why="the first axis counts as rows, all others as columns; the shorter side is"
        " orthonormal, then everything is multiplied by gain",
        hint="scratch hint t05 orthogonal_",
        atol=1e-12,
    )


def test_orthogonal_matrices_are_drawn_evenly():
    source = rng(1)
    drawn = [init.orthogonal_(np.zeros((2, 2)), rng=source) for _ in range(400)]
    positive = np.mean([matrix[0, 0] > 0 for matrix in drawn])
    assert abs(positive - 0.5) < 0.1, (
        f"entry (0, 0) is positive in {positive:.0%} of 400 matrices, expected about half: qr picks"
        " the signs of R by its own rule; multiply each column of Q by the sign of R's diagonal"
    )
    assert_close(
        np.mean([matrix[0, 0] ** 2 for matrix in drawn]),
        0.5,
        name="mean square of entry (0, 0)",
        why="rows of length 1 with 2 equally likely entries",
        rtol=0.15,
        hint="scratch hint t05 orthogonal_",
    )


def test_orthogonal_matrices_turn_and_reflect_equally_often():
    source = rng(1)
    drawn = np.array([init.orthogonal_(np.zeros((2, 2)), rng=source) for _ in range(400)])
    turns = np.mean(np.linalg.det(drawn) > 0)
    assert abs(turns - 0.5) < 0.1, (
        f"the determinant is +1 in {turns:.0%} of 400 matrices, expected about half: each column of"
        " Q needs the sign of its own entry of R's diagonal; one sign for all keeps the determinant"
        " (scratch hint t05 orthogonal_)"
    )
    positive = np.mean(drawn > 0, axis=0)
    why = "every entry is as often positive as negative"
    assert_close(positive, np.full((2, 2), 0.5), name="share of positive", why=why, atol=0.1)


def test_a_vector_cannot_be_orthogonal():
    said = refusal(init.orthogonal_, np.zeros(3), rng=rng())
    assert "(3,)" in said, (
        "orthogonal_ needs rows and columns: raise a ValueError that names the shape (3,); it says"
        f" {said or 'nothing'}"
    )


@pytest.mark.parametrize(
    ("name", "std"),
    [
        ("xavier", math.sqrt(2 / (400 + 100))),
        ("kaiming", math.sqrt(2 / 100)),
        ("lecun", math.sqrt(1 / 100)),
    ],
)
@pytest.mark.parametrize("kind", ["uniform", "normal"])
def test_the_named_rules_have_the_deviation_of_their_paper(name, kind, std):
    weight = np.zeros((400, 100))
    getattr(init, f"{name}_{kind}_")(weight, rng=rng(5))
    why = "a (400, 100) weight has fan_in 100 and fan_out 400"
    assert_close(weight.std(), std, name=f"deviation of {name}_{kind}_", why=why, rtol=0.02)
