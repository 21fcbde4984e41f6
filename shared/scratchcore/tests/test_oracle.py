"""Values and gradients of the case table agree with PyTorch in float64."""

import numpy as np
import pytest
from scratchcore.testing import assert_close

pytestmark = pytest.mark.oracle

# What PyTorch has no counterpart of, and why; these cases are checked by differences alone.
LACKS = {
    "scatter": "the adjoint of indexing is private there",
    "overlap_add": "the adjoint of unfold is private there",
    "identity": "a node of the graph, no function of its own",
    "astype": "float64 to float64 is no operation there",
}
NO_GRADIENT = {"floor_divide": "raises 'not implemented' in backward; ours is zero like floor's"}


def lacks(case) -> bool:
    """Say whether PyTorch has no such call: by name above, or for one of its arguments."""
    backwards = any(isinstance(a, slice) and (a.step or 1) < 0 for a in case.args)
    return case.name in LACKS or backwards or case.kwargs.get("mode") == "symmetric"


@pytest.fixture(scope="module")
def torch():
    import torch

    torch.set_num_threads(1)
    return torch


def as_torch(torch, value):
    if isinstance(value, np.ndarray):
        return torch.tensor(value.copy(), requires_grad=value.dtype == np.float64)
    if isinstance(value, list) and value and isinstance(value[0], np.ndarray):
        return [as_torch(torch, item) for item in value]
    return value


def elementwise(torch):
    same = (
        *("exp", "expm1", "square", "sin", "cos", "arctan", "sinh", "cosh", "tanh", "reciprocal"),
        *("floor", "ceil", "trunc", "sign", "log", "log1p", "sqrt", "arcsin", "arccos", "tan"),
        *("negative", "positive", "absolute", "round"),
    )
    two = ("add", "subtract", "multiply", "divide", "logaddexp", "maximum", "minimum", "remainder")

    def binary(function):
        def call(x, y):
            as_tensor = (torch.as_tensor(v, dtype=torch.float64) for v in (x, y))
            return function(*as_tensor)

        return call

    return {
        **{name: getattr(torch, name) for name in same},
        **{name: binary(getattr(torch, name)) for name in (*two, "floor_divide")},
        "copy": torch.clone,
        "rint": torch.round,
        "power": lambda x, y: torch.pow(x, y),
        "clip": lambda x, a_min=None, a_max=None, min=None, max=None: clamp(
            torch, x, a_min if min is None else min, a_max if max is None else max
        ),
        "where": torch.where,
    }


def clamp(torch, x, low, high):
    bounds = [low, high]
    if any(isinstance(bound, torch.Tensor) for bound in bounds):
        bounds = [None if b is None else torch.as_tensor(b, dtype=x.dtype) for b in bounds]
    return torch.clamp(x, *bounds)


def reductions(torch):
    def every(x, axis):
        return tuple(range(x.ndim)) if axis is None else axis

    def prod(x, axis=None, keepdims=False):
        axes = every(x, axis)
        for one in sorted((a % x.ndim for a in np.atleast_1d(axes).astype(int)), reverse=True):
            x = torch.prod(x, dim=int(one), keepdim=keepdims)
        return x

    def spread(function):
        def call(x, axis=None, ddof=0, keepdims=False):
            return function(x, dim=axis, correction=ddof, keepdim=keepdims)

        return call

    def extreme(function):
        return lambda x, axis=None, keepdims=False: function(
            x, dim=() if axis is None else axis, keepdim=keepdims
        )

    def norm(x, ord=None, axis=None, keepdims=False):
        order = 2 if ord in (None, "fro") else ord
        return torch.linalg.vector_norm(x, order, dim=axis, keepdim=keepdims)

    def logsumexp(x, axis=None, keepdims=False):
        return torch.logsumexp(x, dim=every(x, axis), keepdim=keepdims)

    return {
        "sum": lambda x, axis=None, keepdims=False: torch.sum(x, dim=axis, keepdim=keepdims),
        "mean": lambda x, axis=None, keepdims=False: torch.mean(x, dim=axis, keepdim=keepdims),
        **{"prod": prod, "var": spread(torch.var), "std": spread(torch.std), "norm": norm},
        **{"max": extreme(torch.amax), "min": extreme(torch.amin)},
        **{"logsumexp": logsumexp, "reduce": logsumexp},
        "cumsum": lambda x, axis=None: (
            torch.cumsum(x.ravel(), 0) if axis is None else torch.cumsum(x, axis)
        ),
    }


def products(torch):
    def dot(x, y):
        if not x.ndim or not y.ndim:
            return x * y
        return x @ y if y.ndim <= 2 else torch.tensordot(x, y, dims=([-1], [-2]))

    def tensordot(x, y, axes=2):
        if not isinstance(axes, int):
            axes = [list(np.atleast_1d(a)) for a in axes]
        return torch.tensordot(x, y, dims=axes)

    return {
        **{"matmul": torch.matmul, "dot": dot, "tensordot": tensordot, "einsum": torch.einsum},
        "outer": lambda x, y: torch.outer(x.ravel(), y.ravel()),
    }


def shapes(torch):
    def expand_dims(x, axis):
        for one in sorted(np.atleast_1d(axis)):
            x = x.unsqueeze(int(one))
        return x

    def pad(x, widths, mode="constant", constant_values=0.0):
        widths = np.broadcast_to(widths, (x.ndim, 2))[::-1].ravel().tolist()
        if mode == "constant":
            return torch.nn.functional.pad(x, widths, value=constant_values)
        modes = {"edge": "replicate", "reflect": "reflect", "wrap": "circular"}
        return torch.nn.functional.pad(x[None, None], widths, mode=modes[mode])[0, 0]

    def windows(x, sizes, axis=None):
        sizes = np.atleast_1d(sizes)
        axes = np.atleast_1d(range(x.ndim) if axis is None else axis)
        for one, size in zip(axes, sizes, strict=True):
            x = x.unfold(int(one), int(size), 1)
        return x

    def repeat(x, repeats, axis=None):
        return torch.repeat_interleave(x, torch.tensor(repeats), dim=axis)

    return {
        **{"reshape": torch.reshape, "ravel": torch.ravel, "swapaxes": torch.swapaxes},
        **{"moveaxis": torch.moveaxis, "broadcast_to": torch.broadcast_to, "tile": tile(torch)},
        **{"roll": torch.roll, "tril": torch.tril, "triu": torch.triu, "expand_dims": expand_dims},
        "transpose": lambda x, axes=None: x.permute(axes or tuple(range(x.ndim))[::-1]),
        "squeeze": lambda x, axis=None: x.squeeze() if axis is None else x.squeeze(axis),
        "flip": lambda x, axis=None: x.flip(tuple(range(x.ndim)) if axis is None else axis),
        "concatenate": lambda arrays, axis=0: (
            torch.cat([a.ravel() for a in arrays]) if axis is None else torch.cat(arrays, dim=axis)
        ),
        "stack": lambda arrays, axis=0: torch.stack(arrays, dim=axis),
        "split": lambda x, parts, axis=0: torch.tensor_split(x, parts, dim=axis),
        **{"repeat": repeat, "pad": pad, "sliding_window_view": windows},
    }


def tile(torch):
    return lambda x, reps: torch.tile(x, reps if isinstance(reps, tuple) else (reps,))


def indexing(torch):
    def getitem(x, *index):
        return x[index if len(index) != 1 else index[0]]

    def take(x, indices, axis=None):
        x = x.ravel() if axis is None else x
        return x[(*(slice(None),) * ((axis or 0) % x.ndim), indices)]

    def diagonal(x, offset=0, axis1=0, axis2=1):
        return torch.diagonal(x, offset, axis1, axis2)

    return {
        **{"getitem": getitem, "take": take, "diagonal": diagonal},
        "take_along_axis": lambda x, indices, axis: torch.take_along_dim(x, indices, axis),
        "sort": lambda x, axis=-1: (
            torch.sort(x.ravel() if axis is None else x, dim=-1 if axis is None else axis).values
        ),
        "trace": lambda x, *args: diagonal(x, *args).sum(-1),
    }


@pytest.fixture(scope="module")
def forms(torch):
    groups = (elementwise, reductions, products, shapes, indexing)
    return {name: form for group in groups for name, form in group(torch).items()}


def test_every_function_of_the_table_has_a_form_or_a_reason(table, forms):
    names = {case.name for case in table}
    assert names == set(forms) | set(LACKS)


@pytest.mark.filterwarnings("ignore:.*degrees of freedom is <= 0")  # of torch, for no values
# torch warns of an empty table, where there is no value to be wrong
@pytest.mark.filterwarnings("ignore:.*degrees of freedom:UserWarning")
def test_value_and_gradients_agree_with_torch(case, call, torch, forms, rng):
    if lacks(case):
        return
    args = [as_torch(torch, value) for value in case.args]
    kwargs = {key: as_torch(torch, value) for key, value in case.kwargs.items()}
    theirs = forms[case.name](*args, **kwargs)
    tensors = call.tensors()
    mine = call(*tensors)
    single = not isinstance(theirs, list | tuple)
    pairs = list(zip([mine] if single else mine, [theirs] if single else theirs, strict=True))
    for ours, expected in pairs:
        assert_close(ours, expected.detach().numpy(), name=str(case), rtol=1e-12)
    if case.name in NO_GRADIENT:
        return
    weights = [rng.normal(size=ours.shape) for ours, _ in pairs]
    for (ours, _), weight in zip(pairs, weights, strict=True):
        ours.backward(weight)
    leaves = [v for a in (*args, *kwargs.values()) for v in (a if isinstance(a, list) else [a])]
    leaves = [v for v in leaves if isinstance(v, torch.Tensor) and v.requires_grad]
    cotangents = [torch.tensor(weight) for weight in weights]
    expected = torch.autograd.grad([e for _, e in pairs], leaves, cotangents, allow_unused=True)
    for number, (tensor, gradient) in enumerate(zip(tensors, expected, strict=True)):
        wanted = np.zeros(tensor.shape) if gradient is None else gradient.numpy()
        got = np.zeros(tensor.shape) if tensor.grad is None else tensor.grad
        assert_close(got, wanted, name=f"{case}: gradient {number}", rtol=1e-9)
