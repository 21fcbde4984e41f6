"""Check gradients against central differences, and compute Jacobians and Hessians."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy import ndarray

from .autograd import Array
from .backward import grad
from .causes import Difference, likely_causes
from .modes import strict_dtypes
from .tensor import Tensor

FULL_SIZE = 64  # inputs up to this many values get their full Jacobian, larger ones directions
DIRECTIONS = 8


class GradcheckError(AssertionError):
    """A gradient that disagrees with central differences; says where and by how much."""


def gradcheck(
    function: Callable,
    inputs: Any,
    *,
    eps: float = 1e-6,
    rtol: float = 1e-5,
    atol: float = 1e-7,
    rng: np.random.Generator | None = None,
) -> bool:
    """Compare the gradients of `function` with central differences in float64.

    `inputs` is one array or a sequence; floating ones are checked (all of them as float64 copies),
    others are passed on as they are. `function` returns a tensor or a sequence of tensors. An input
    of up to 64 values is checked value by value, a larger one along 8 random directions. Returns
    True or raises GradcheckError naming function, input, index, both numbers and a likely cause.
    A step of `eps` may cross a kink: keep inputs further away from those.
    """
    rng = np.random.default_rng(0) if rng is None else rng
    arrays = [_float64(value) for value in _sequence(inputs)]
    checked = [i for i, a in enumerate(arrays) if isinstance(a, ndarray) and a.dtype == np.float64]
    if not checked:
        raise ValueError("gradcheck: inputs holds no floating array")
    name = getattr(function, "__name__", type(function).__name__)
    for position, weight in enumerate(_weights(function, arrays, rng)):
        analytic = _analytic(function, arrays, checked, position, weight)

        def value(changed, position=position, weight=weight):
            out = _outputs(function(*changed))[position]
            return float(np.sum(_raw(out) * weight))

        for index, gradient in zip(checked, analytic, strict=True):
            scale = np.abs(gradient[np.isfinite(gradient)]).max(initial=0.0)
            check = _check_values if arrays[index].size <= FULL_SIZE else _check_directions
            tolerance = (rtol, max(atol, rtol * 1e-2 * scale))
            check(value, arrays, index, gradient, name, eps, tolerance, rng)
    return True


def gradgradcheck(function: Callable, inputs: Any, **options: Any) -> bool:
    """Run gradcheck on the gradients of `function`: its second derivatives.

    The outputs are weighted by random numbers that count as inputs too, so that the dependence of a
    gradient on the incoming one is checked as well. The gradient that is differentiated must also
    be the one of an ordinary backward pass: a `composite` may compute something else than its rule.
    """
    rng = options.pop("rng", None) or np.random.default_rng(0)
    arrays = [_float64(value) for value in _sequence(inputs)]
    checked = [i for i, a in enumerate(arrays) if isinstance(a, ndarray) and a.dtype == np.float64]
    weights = _weights(function, arrays, rng)

    def gradients(*values, create_graph=True):
        tensors, incoming = values[: len(arrays)], list(values[len(arrays) :])
        wanted = [tensors[i] for i in checked]
        outputs = _outputs(function(*tensors))
        live = [(o, w) for o, w in zip(outputs, incoming, strict=True) if o.requires_grad]
        if not live:
            return [tensor * 0.0 for tensor in wanted]
        outs, cotangents = zip(*live, strict=True)
        options = {"create_graph": create_graph, "allow_unused": True}
        found = grad(outs, wanted, list(cotangents), **options)
        return [t * 0.0 if g is None else g for g, t in zip(found, wanted, strict=True)]

    name = getattr(function, "__name__", "function")
    gradients.__name__ = f"gradient of {name}"
    _compare_orders(gradients, arrays, checked, weights, name)
    return gradcheck(gradients, [*arrays, *weights], rng=rng, **options)


def _compare_orders(gradients, arrays, checked, weights, name) -> None:
    """Raise GradcheckError where create_graph=True gives another gradient than without."""
    plain, replayed = (
        [_raw(g) for g in gradients(*_tensors(arrays, checked), *weights, create_graph=again)]
        for again in (False, True)
    )
    for index, first, second in zip(checked, plain, replayed, strict=True):
        scale = np.abs(first[np.isfinite(first)]).max(initial=0.0)
        if not np.allclose(first, second, rtol=1e-6, atol=1e-9 * (1 + scale), equal_nan=True):
            raise GradcheckError(
                f"{name}: with create_graph=True the gradient of input {index} differs by up to "
                f"{np.abs(first - second).max():.3g} from that of an ordinary backward pass: does "
                "the composite compute what the rule does?"
            )


def _sequence(inputs: Any) -> list:
    return list(inputs) if isinstance(inputs, (list, tuple)) else [inputs]


def _outputs(result: Any) -> list:
    outputs = list(result) if isinstance(result, (list, tuple)) else [result]
    for output in outputs:
        if not isinstance(output, Array):
            raise TypeError(f"function returned {type(output).__name__}, expected a tensor")
    return outputs


def _raw(value: Any) -> Any:
    return value.data if isinstance(value, Array) else value


def _float64(value: Any) -> Any:
    raw = _raw(value)
    if isinstance(raw, (float, ndarray, np.generic)) and np.asarray(raw).dtype.kind == "f":
        return np.array(raw, dtype=np.float64)
    return raw


def _tensors(arrays: Sequence, checked: Sequence[int]) -> list:
    return [Tensor(a, requires_grad=True) if i in checked else a for i, a in enumerate(arrays)]


def _weights(function: Callable, arrays: list, rng: np.random.Generator) -> list[ndarray]:
    """Return random weights for each output, away from zero."""
    checked = [i for i, a in enumerate(arrays) if isinstance(a, ndarray) and a.dtype == np.float64]
    with strict_dtypes():
        outputs = _outputs(function(*_tensors(arrays, checked)))
    return [
        rng.uniform(0.5, 1.5, o.shape) * np.where(rng.random(o.shape) < 0.5, -1, 1) for o in outputs
    ]


def _analytic(function, arrays, checked, position, weight) -> list[ndarray]:
    tensors = _tensors(arrays, checked)
    output = _outputs(function(*tensors))[position]
    if not output.requires_grad:
        return [np.zeros_like(arrays[i]) for i in checked]
    found = grad(output, [tensors[i] for i in checked], weight, allow_unused=True)
    return [
        np.zeros_like(arrays[i]) if g is None else np.asarray(g.data)
        for i, g in zip(checked, found, strict=True)
    ]


def _slope(value: Callable, arrays: list, index: int, step: ndarray, eps: float) -> float:
    """Return the central difference of `value` along `step` in input `index`."""
    changed = list(arrays)
    # wrapped tensors, so that functions written with tensor methods work too
    with np.errstate(all="ignore"):
        changed[index] = np.asarray(arrays[index] + eps * step)
        above = value([_as_input(a) for a in changed])
        changed[index] = np.asarray(arrays[index] - eps * step)
        below = value([_as_input(a) for a in changed])
    return (above - below) / (2 * eps)


def _as_input(a: Any) -> Any:
    return Tensor(a, requires_grad=True) if isinstance(a, ndarray) and a.dtype.kind == "f" else a


def _check_values(value, arrays, index, gradient, name, eps, tolerance, rng):
    numeric = np.zeros_like(arrays[index])
    for place in np.ndindex(numeric.shape):
        step = np.zeros_like(numeric)
        step[place] = 1.0
        numeric[place] = _slope(value, arrays, index, step, eps)
    rtol, atol = tolerance
    wrong = ~np.isclose(gradient, numeric, rtol=rtol, atol=atol, equal_nan=False)
    if wrong.any():
        error = np.where(wrong, np.abs(gradient - numeric), -1.0)
        place = np.unravel_index(np.argmax(np.nan_to_num(error, nan=np.inf)), error.shape)
        where = f"at [{', '.join(map(str, place))}]: " if place else ""
        raise GradcheckError(
            f"{name}: gradient of input {index} is wrong in {wrong.sum()} of {wrong.size} values; "
            f"{where}backward gives {gradient[place]:.9g}, central differences {numeric[place]:.9g}"
            + _cause(gradient, numeric, rtol)
        )


def _check_directions(value, arrays, index, gradient, name, eps, tolerance, rng):
    rtol, atol = tolerance
    for number in range(DIRECTIONS):
        step = rng.standard_normal(gradient.shape)
        numeric = _slope(value, arrays, index, step, eps)
        analytic = float(np.sum(gradient * step))
        # rounding in the two values of the function is all that a correct gradient leaves
        noise = 1e-15 * abs(value([_as_input(a) for a in arrays])) / eps
        scale = np.linalg.norm(gradient)
        if not abs(analytic - numeric) <= atol + 10 * noise + rtol * max(abs(numeric), scale):
            raise GradcheckError(
                f"{name}: gradient of input {index} is wrong along random direction {number}: "
                f"backward gives {analytic:.9g}, central differences {numeric:.9g}; "
                f"use an input of at most {FULL_SIZE} values to see which"
            )


def _cause(gradient: ndarray, numeric: ndarray, rtol: float) -> str:
    # the numeric side carries rounding noise, so causes are recognised with a loose tolerance
    causes = likely_causes(Difference(gradient, numeric, rtol=max(rtol, 1e-4), atol=1e-6))
    return "".join(f"\nlikely: {cause}" for cause in causes)
