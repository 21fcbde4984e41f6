"""Softmax and cross-entropy: where the batch size comes in

Expected values: in Python floats, one row after the other, and from the tape.
"""

import math

import numpy as np
import pytest
from scratchcore import gradcheck, primitive, tensor
from scratchcore.testing import assert_close
from t06_backprop import SoftmaxCrossEntropyLayer

LOGITS = np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 3.0], [2.0, 2.0, 2.0], [-1.0, 0.3, 0.2]])
LABELS = np.array([1, 0, 2, 2])
FORWARD = "scratch hint t06 SoftmaxCrossEntropyLayer.forward"
BACKWARD = "scratch hint t06 SoftmaxCrossEntropyLayer.backward"


def softmax(row):
    total = sum(math.exp(z) for z in row)
    return [math.exp(z) / total for z in row]


def row_losses():
    pairs = zip(LOGITS.tolist(), LABELS.tolist(), strict=True)
    return [-math.log(softmax(row)[label]) for row, label in pairs]


def gradient_of_the_sum():
    return np.array([softmax(row) for row in LOGITS.tolist()]) - np.eye(3)[LABELS]


def backward_after_forward(reduction, g=1.0):
    layer = SoftmaxCrossEntropyLayer(reduction)
    layer.forward(LOGITS, LABELS)
    return layer.backward(g)


def test_equal_logits_cost_the_logarithm_of_their_number():
    loss = SoftmaxCrossEntropyLayer().forward(np.zeros((5, 10)), [0, 3, 9, 9, 1])
    why = "ten equal logits give each class the probability 1/10: -log(1/10) = 2.302585"
    assert_close(loss, math.log(10), name="loss", why=why, hint=FORWARD)


def test_the_loss_is_the_mean_over_the_rows():
    loss = SoftmaxCrossEntropyLayer().forward(LOGITS, LABELS)
    why = (
        "the mean of -log(probability of the right class), over the 4 rows and not their 12 logits"
    )
    assert_close(loss, sum(row_losses()) / 4, name="mean loss", why=why, hint=FORWARD, batch=4)
    assert isinstance(loss, float), f"the loss is a Python float, yours {type(loss).__name__}"


def test_reduction_sum_adds_the_rows_up():
    loss = SoftmaxCrossEntropyLayer("sum").forward(LOGITS, LABELS)
    why = 'reduction is "sum": nothing is divided'
    assert_close(loss, sum(row_losses()), name="summed loss", why=why, hint=FORWARD)


def test_the_gradient_is_probability_minus_one_at_the_label():
    assert_close(
        backward_after_forward("sum"),
        gradient_of_the_sum(),
        name="gradient of the summed loss",
        why="softmax of the row, minus 1 in the column of its own label; a sum divides nothing",
        hint=BACKWARD,
    )


def test_the_gradient_of_the_mean_is_divided_by_the_batch_size():
    got = backward_after_forward("mean")
    why = (
        "the loss is a mean over 4 rows, so its gradient is 1/4 of the sum's: off by the batch size"
    )
    expected = gradient_of_the_sum() / 4
    assert_close(got, expected, name="gradient", why=why, hint=BACKWARD, batch=4)
    assert got.shape == (4, 3), f"the gradient has the shape of the logits, (4, 3), not {got.shape}"


def test_a_batch_said_twice_has_the_same_mean_and_half_the_gradient_per_row():
    layer = SoftmaxCrossEntropyLayer()
    one = layer.forward(LOGITS, LABELS)
    g_one = layer.backward()
    two = layer.forward(np.tile(LOGITS, (2, 1)), np.tile(LABELS, 2))
    g_two = layer.backward()
    assert_close(two, one, name="loss of the doubled batch", why="a mean does not grow", batch=8)
    why = "each of 8 rows has half the share that each of 4 had"
    assert_close(g_two[:4], g_one / 2, name="gradient of the doubled batch", why=why, hint=BACKWARD)


def test_the_incoming_gradient_multiplies():
    for reduction, share in (("mean", 0.25), ("sum", 1.0)):
        why = f"g = -3 is the gradient of what follows: -3 times that of the {reduction}"
        expected = -3 * share * gradient_of_the_sum()
        got = backward_after_forward(reduction, -3.0)
        assert_close(got, expected, name="gradient", why=why, hint=BACKWARD)


def test_every_row_of_the_gradient_sums_to_zero():
    sums = backward_after_forward("mean").sum(axis=1)
    why = "probabilities sum to 1 and the label takes 1 away: a shift of all logits changes nothing"
    assert_close(sums, np.zeros(4), name="sums of the rows", why=why, hint=BACKWARD, atol=1e-15)


def test_huge_logits_neither_overflow_nor_underflow():
    logits = np.array([[1e4, 0.0, -1e4], [1e4, 0.0, -1e4], [-1e4, -1e4, -1e4], [0.0, 1e4, 1e4]])
    layer = SoftmaxCrossEntropyLayer("sum")
    with np.errstate(all="ignore"):
        loss = layer.forward(logits, [0, 2, 1, 1])
        got = layer.backward()
    why = (
        "0 + 20000 + log 3 + log 2: exp(10000) overflows unless a row's own maximum is taken off, "
        "and the log of a probability that is 0 is -inf: compute log(total) - shifted instead"
    )
    expected = 20000 + math.log(3) + math.log(2)
    assert_close(loss, expected, name="loss", why=why, hint=FORWARD, rtol=1e-12)
    third = 1 / 3
    expected = [[0.0, 0.0, 0.0], [1.0, 0.0, -1.0], [third, -2 * third, third], [0.0, -0.5, 0.5]]
    assert_close(got, expected, name="gradient", why=why, hint=FORWARD)


def test_a_shift_of_each_row_changes_nothing():
    shift = np.array([[1000.0], [-1000.0], [3.0], [0.0]])
    with np.errstate(all="ignore"):
        loss = SoftmaxCrossEntropyLayer().forward(LOGITS + shift, LABELS)
    why = "each row has its own maximum, and softmax ignores a constant added to a whole row"
    assert_close(loss, sum(row_losses()) / 4, name="loss", why=why, hint=FORWARD)


def test_values_and_gradients_are_those_of_the_tape():
    rng = np.random.default_rng(4)
    for n, classes in ((5, 3), (1, 4), (6, 1)):
        points, labels = rng.normal(size=(n, classes)) * 5, rng.integers(0, classes, n)
        layer, logits = SoftmaxCrossEntropyLayer(), tensor(points, requires_grad=True)
        picked = logits[np.arange(n), labels]
        loss = (np.log(np.exp(logits).sum(axis=1)) - picked).mean()
        loss.backward()
        label = f"{n} rows of {classes} classes"
        assert_close(layer.forward(points, labels), loss, name=f"loss, {label}", atol=1e-12)
        expected = logits.grad
        assert_close(layer.backward(), expected, name=f"gradient, {label}", rtol=1e-9, atol=1e-15)


def test_gradients_are_those_of_central_differences():
    @primitive(first_order=True)
    def by_hand(logits):
        layer = SoftmaxCrossEntropyLayer()
        return layer.forward(logits, LABELS), lambda g: (layer.backward(float(g)),)

    gradcheck(by_hand, LOGITS)


def test_logits_and_labels_are_left_alone():
    logits, labels = LOGITS.copy(), LABELS.copy()
    layer = SoftmaxCrossEntropyLayer()
    layer.forward(logits, labels)
    layer.backward()
    why = "they belong to the caller"
    assert_close(logits, LOGITS, name="logits after a pass", why=why, hint=FORWARD)
    assert_close(labels, LABELS, name="labels after a pass", why=why, hint=FORWARD)


def test_two_losses_are_gone_back_through_in_reverse():
    layer = SoftmaxCrossEntropyLayer("sum")
    layer.forward(LOGITS[:1], LABELS[:1])
    layer.forward(LOGITS[1:], LABELS[1:])
    expected = gradient_of_the_sum()
    why = "the second call is undone first"
    assert_close(layer.backward(), expected[1:], name="second call", why=why, hint=BACKWARD)
    assert_close(layer.backward(), expected[:1], name="first call", why=why, hint=BACKWARD)


def test_an_empty_batch_has_no_mean_and_no_gradient():
    for reduction, expected in (("mean", math.nan), ("sum", 0.0)):
        layer = SoftmaxCrossEntropyLayer(reduction)
        loss = layer.forward(np.empty((0, 3)), np.empty(0, int))
        why = "the mean of no numbers is NaN, their sum 0, and neither warns"
        assert_close(loss, expected, name=f"{reduction} of no rows", why=why, hint=FORWARD)
        got = layer.backward().shape
        assert got == (0, 3), f"the gradient of no rows has shape (0, 3), yours {got}"


def test_float32_stays_float32():
    layer = SoftmaxCrossEntropyLayer()
    loss = layer.forward(LOGITS.astype(np.float32), LABELS)
    assert type(loss) is float, f"the loss is a Python float, yours {type(loss).__name__}"
    got = layer.backward(np.float64(2.0)).dtype
    assert got == np.float32, f"float32 logits have a float32 gradient, yours is {got}"


BAD_LABELS = [
    ([1, 0, 3, 2], ValueError, "labels[2] is 3, expected 0 to 2"),
    ([1, 0, 2, -1], ValueError, "labels[3] is -1, expected 0 to 2"),
    ([1.0, 0.0, 2.0, 1.0], TypeError, "float64, expected integers"),
    ([True, False, True, True], TypeError, "bool, expected integers"),
    ([1, 0, 2], ValueError, "(3,), expected (4,)"),
    (np.eye(3, dtype=int)[LABELS], ValueError, "not one-hot"),
    (LABELS[:, None], ValueError, "(4, 1), expected (4,)"),
]


@pytest.mark.parametrize(("labels", "kind", "said"), BAD_LABELS)
def test_labels_that_are_no_class_numbers_are_refused(error_of, labels, kind, said):
    error = error_of(lambda: SoftmaxCrossEntropyLayer().forward(LOGITS, labels))
    assert type(error) is kind and said in str(error), (
        f"labels {np.array(labels).tolist()} for 4 rows of 3 logits: call class_numbers first; "
        f"yours gave {error!r}"
    )
