"""The backward pass: from outputs to leaves, newest node first, at any order."""

import sys
import threading
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from types import FunctionType
from typing import Any

import numpy as np
from numpy import ndarray

from .anomaly import pull_checked
from .autograd import Array, Node, Sparse
from .modes import enable_grad, state
from .mutation import latest, mutations, require_unmodified
from .replay import needed_for, raise_freed, replay, wrap

_accumulating = threading.Lock()  # threads may share parameters


def backward(output: Array, gradient: Any = None, *, retain_graph: bool, create_graph: bool):
    """Add to the `grad` of every leaf below `output` its gradient."""
    root = _root(output, gradient, create_graph)
    for entry in run([root], retain_graph=retain_graph, create_graph=create_graph):
        _accumulate(entry)


def grad(
    outputs: Array | Sequence[Array],
    inputs: Array | Sequence[Array],
    grad_outputs: Any = None,
    *,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    allow_unused: bool = False,
) -> Any:
    """Return the gradients of `outputs`, weighted by `grad_outputs`, for each of `inputs`.

    Like torch.autograd.grad, but a single tensor as `inputs` gives a single tensor, not a tuple.
    Nothing is added to any `grad`. An input that no output depends on raises ValueError, or gives
    None with `allow_unused`. The graph is kept when `create_graph` is set.
    """
    single = isinstance(inputs, Array)
    wanted = [inputs] if single else list(inputs)
    outs = [outputs] if isinstance(outputs, Array) else list(outputs)
    weights = grad_outputs if isinstance(grad_outputs, (list, tuple)) else [grad_outputs]
    if grad_outputs is None:
        weights = [None] * len(outs)
    if len(weights) != len(outs):
        raise ValueError(f"grad_outputs has {len(weights)} entries for {len(outs)} outputs")
    for position, tensor in enumerate(wanted):
        if not isinstance(tensor, Array) or tensor._node is None:
            raise ValueError(f"inputs[{position}] does not require a gradient")
    roots = [_root(out, weight, create_graph) for out, weight in zip(outs, weights, strict=True)]
    retain = create_graph if retain_graph is None else retain_graph
    targets = {tensor._node.order for tensor in wanted}
    found = run(roots, retain_graph=retain, create_graph=create_graph, targets=targets)
    entries = {entry[0].order: entry for entry in found}
    data = {tensor._node.order: tensor.data for tensor in wanted}
    gradients = {order: _result(entry, data[order]) for order, entry in entries.items()}
    for position, tensor in enumerate(wanted):
        if tensor._node.order not in gradients and not allow_unused:
            raise ValueError(
                f"inputs[{position}] is not part of the graph (allow_unused=True gives None)"
            )
    results = [gradients.get(tensor._node.order) for tensor in wanted]
    return results[0] if single else tuple(results)


def _result(entry: list, data: Any) -> Array:
    return entry[1] if isinstance(entry[1], Array) else wrap(_own(entry, data), None)


def _root(output: Array, gradient: Any, create_graph: bool) -> tuple[Node, Any]:
    """Return the node to start from with its gradient, or say what is wrong with them."""
    if output._node is None:
        raise RuntimeError("this tensor does not require a gradient")
    data = output.data
    if gradient is None:
        if data.size != 1:
            raise RuntimeError(f"a tensor of shape {data.shape} is not a scalar; pass gradient=")
        gradient = np.ones_like(data)
    raw = gradient.data if isinstance(gradient, Array) else np.asarray(gradient)
    if raw.shape != data.shape:
        raise ValueError(f"gradient has shape {raw.shape}, expected {data.shape}")
    if raw.dtype != data.dtype:
        raw = raw.astype(data.dtype)
        gradient = raw
    if create_graph:
        return output._node, gradient if isinstance(gradient, Array) else wrap(raw, None)
    return output._node, raw


def run(
    roots: Iterable[tuple[Node, Any]],
    *,
    retain_graph: bool = False,
    create_graph: bool = False,
    targets: set[int] | None = None,
) -> list:
    """Pull gradients from `roots` down; return [node, gradient, owned] of leaves or `targets`."""
    if create_graph:
        with enable_grad():
            return _run(list(roots), True, targets, differentiable=True)
    return _run(list(roots), retain_graph, targets, differentiable=False)


def _run(roots: list, retain: bool, targets: set[int] | None, differentiable: bool) -> list:
    nodes = [node for node, _ in roots]
    closures = replay(nodes, grad) if differentiable else None
    needed, through = (None, None) if targets is None else needed_for(nodes, targets)
    pending: dict[int, list] = {}  # order -> [node, gradient so far, buffer is ours]
    heap: list[int] = []
    found = []
    anomaly = state.anomaly
    for node, g in roots:
        _add(pending, heap, node, g)
    while heap:
        entry = pending.pop(heappop(heap))
        node, g, _ = entry
        if node.fn is None if targets is None else node.order in targets:
            found.append(entry)
        if node.fn is None or (through is not None and node.order not in through):
            continue
        pull = closures[node.order] if differentiable else node.backward
        if pull is None:
            raise_freed(node)
        if mutations and node.order > latest[0]:
            require_unmodified(node)
        gradients = pull_checked(node, pull, g) if anomaly else pull(g)
        inputs = node.inputs
        if not retain:
            node.backward = pull = None
            node.inputs = ()
        if len(gradients) != len(inputs):
            _require_complete(node, inputs, gradients)
        g = entry = None  # let go before the next gradient is allocated
        _pass_on(inputs, gradients, pending, heap, needed)
        gradients = None
    return found


def _pass_on(inputs, gradients, pending: dict, heap: list, needed: set[int] | None) -> None:
    """Add the gradients of one node to what is pending for its inputs."""
    for source, gradient in zip(inputs, gradients):  # noqa: B905, a keyword costs 40 ns
        if type(source) is not Node:
            continue
        order = source.order
        if needed is not None and order not in needed:
            continue
        if type(gradient) is FunctionType:
            gradient = gradient()
        if gradient is None:
            continue
        known = pending.get(order)
        if type(gradient) is Sparse:
            _add_sparse(pending, heap, source, gradient)
        elif known is None:
            pending[order] = [source, gradient, False]
            heappush(heap, order)
        elif known[2] and type(gradient) is ndarray:
            known[1] += gradient
        else:
            known[1] = known[1] + gradient
            known[2] = type(known[1]) is ndarray


def _add(pending: dict, heap: list, node: Node, g: Any) -> None:
    """Add one more gradient for `node`; the first is borrowed, the second goes to a new buffer."""
    known = pending.get(node.order)
    if known is None:
        pending[node.order] = [node, g, False]
        heappush(heap, node.order)
    else:
        known[1], known[2] = known[1] + g, False


def _add_sparse(pending: dict, heap: list, node: Node, g: Sparse) -> None:
    if isinstance(g.values, Array):
        return _add(pending, heap, node, g.dense())
    known = pending.get(node.order)
    if known is None:
        known = pending[node.order] = [node, np.zeros_like(g.values, shape=g.shape), True]
        heappush(heap, node.order)
    elif not (known[2] and type(known[1]) is ndarray):
        known[1], known[2] = np.array(known[1]), True
    return g.write(known[1], g.index, g.values)


def _require_complete(node: Node, inputs: Sequence, gradients: Any) -> None:
    if isinstance(gradients, ndarray | Array):
        raise TypeError(
            f"backward of {node.fn.__name__} returned an array, "
            f"expected a tuple of {len(inputs)}, one gradient per input: `return (gx,)` for one"
        )
    if any(type(source) is Node for source in inputs[len(gradients) :]):
        raise RuntimeError(
            f"backward of {node.fn.__name__} returned {len(gradients)} gradients "
            f"for {len(inputs)} inputs"
        )


def _accumulate(entry: list) -> None:
    """Add the gradient of `entry` to its leaf's grad, in place where there is one."""
    with _accumulating:
        _accumulate_alone(entry)


def _accumulate_alone(entry: list) -> None:
    leaf, g, _ = entry
    if isinstance(g, Array):
        leaf.grad = g if leaf.grad is None else leaf.grad + g
    elif leaf.grad is None:
        g = None
        leaf.grad = _own(entry, leaf.data)
    elif isinstance(leaf.grad, ndarray) and leaf.grad.flags.writeable:
        leaf.grad += _fit(g, leaf.data)
    else:
        leaf.grad = leaf.grad + _fit(g, leaf.data)


def _own(entry: list, data: Any) -> Any:
    """Take the gradient out of `entry`: the array itself if nothing else refers to it, or a copy.

    Rules hand gradients on as views and may return one array twice; a leaf's grad must be alone. A
    view of all of an array that nothing else refers to is: a transposed result, say.
    """
    g = entry[1]
    entry[1] = None
    if type(g) is ndarray and _references(g) <= _ALONE and _alone_in_memory(g):
        return _fit(g, data)
    return np.array(_fit(g, data))


def _alone_in_memory(g: ndarray) -> bool:
    base = g.base
    if base is None:
        return True
    owner = type(base) is ndarray and base.base is None and base.size == g.size
    return owner and g.flags.writeable and _references(base) <= _ALONE + 1  # the view's


def _fit(g: Any, data: Any) -> Any:
    """Check a leaf's gradient against its data and give it the same dtype."""
    if g.shape != data.shape:
        raise RuntimeError(f"a gradient of shape {g.shape} reached a leaf of shape {data.shape}")
    return g if g.dtype == data.dtype else g.astype(data.dtype)


def _references(g: Any) -> int:
    return sys.getrefcount(g) if hasattr(sys, "getrefcount") else sys.maxsize


def _count_alone() -> int:
    fresh = np.zeros(1)
    return _references(fresh)


_ALONE = _count_alone()
