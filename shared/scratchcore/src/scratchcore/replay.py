"""Running a graph again on tensors, which makes its backward pass differentiable."""

from collections.abc import Callable
from typing import Any, NoReturn

from . import autograd
from .autograd import Array, Node, new, primitive
from .mutation import latest, mutations, require_unmodified


def wrap(data: Any, node: Node | None) -> Array:
    """Return an array of the registered type."""
    tensor = new(autograd.array_type)
    tensor.data, tensor._node = data, node
    return tensor


def replay(roots: list[Node], grad: Callable) -> dict[int, Any]:
    """Run every function below `roots` again on tensors; return its differentiable closures."""
    values: dict[int, Any] = {}
    closures: dict[int, Any] = {}
    for node in below(roots):
        if node.fn is None:
            values[node.order] = node.data
            continue
        if node.backward is None:
            raise_freed(node)
        if mutations and node.order > latest[0]:
            require_unmodified(node, [_given(source) for source in node.inputs])
        if node.fn.linear:
            args = [values[i.order] if type(i) is Node else i for i in node.inputs]
            values[node.order] = node.fn.rule(*args, **(node.kwargs or {}))[0]
            closures[node.order] = node.backward
            continue
        args = [wrap(values[i.order], i) if type(i) is Node else i for i in node.inputs]
        out, closures[node.order] = _differentiable_rule(node, args, grad)
        values[node.order] = out.data if isinstance(out, Array) else out
    return closures


def _given(source: Any) -> Any:
    """Return an input that is read again: the array of a leaf or a constant."""
    return getattr(source, "data", None) if type(source) is Node else source


def _differentiable_rule(node: Node, args: list, grad: Callable) -> tuple:
    if node.fn.first_order:
        raise RuntimeError(
            f"{node.fn.__name__} is differentiable once only (it declares first_order)"
        )
    if node.fn.composite is None:
        return node.fn.rule(*args, **(node.kwargs or {}))
    own = [identity(a) if isinstance(a, Array) else a for a in args]
    wanted = [a for a in own if isinstance(a, Array)]
    out = node.fn.composite(*own, **(node.kwargs or {}))

    def pull(g):
        found = iter(grad(out, wanted, g, create_graph=True, allow_unused=True))
        return [next(found) if isinstance(a, Array) else None for a in own]

    return out, pull


@primitive()
def identity(x):
    """Return `x` as a new node of the graph."""
    return x, lambda g: (g,)


def below(roots: list[Node]) -> list[Node]:
    """Return all nodes that `roots` depend on, themselves included, oldest first."""
    seen = {node.order: node for node in roots}
    stack = list(seen.values())
    while stack:
        for source in stack.pop().inputs:
            if type(source) is Node and source.order not in seen:
                seen[source.order] = source
                stack.append(source)
    return [seen[order] for order in sorted(seen, reverse=True)]


def needed_for(roots: list[Node], targets: set[int]) -> tuple[set[int], set[int]]:
    """Return which nodes need a gradient to reach `targets`, and which of them pass one on."""
    needed, through = set(targets), set()
    nodes = below(roots)
    if not targets <= {node.order for node in nodes}:
        for node in nodes:  # a freed node may have been the way to the target
            if node.fn is not None and node.backward is None:
                raise_freed(node)
    for node in nodes:
        if any(type(source) is Node and source.order in needed for source in node.inputs):
            needed.add(node.order)
            through.add(node.order)
    return needed, through


def raise_freed(node: Node) -> NoReturn:
    raise RuntimeError(
        f"the graph below {node.fn.__name__} was freed by an earlier backward; "
        "pass retain_graph=True to that one"
    )
