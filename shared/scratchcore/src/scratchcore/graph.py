"""Draw the graph that computed a tensor, as DOT text or as an SVG picture.

Data flows from top to bottom: leaves with their shapes, operations with their constants, the result
last. The SVG needs no other program.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np

from .autograd import Array, Node
from .layout import Layout, arrange

FORMATS = ("svg", "dot")


@dataclass
class Box:
    """One box of the picture: `kind` is leaf, op or constant; `inputs` are numbers of boxes."""

    kind: str
    lines: list[str]
    inputs: list[int] = field(default_factory=list)


def draw_graph(
    tensor: Array,
    *,
    format: str = "svg",
    names: Mapping[str, Array] | None = None,
    max_nodes: int = 200,
) -> str:
    """Return a drawing of what `tensor` was computed from.

    `format` is "svg" or "dot". `names` gives tensors names of your own: `names={"w": w}`. More than
    `max_nodes` operations and leaves raise ValueError, a graph freed by backward RuntimeError.
    """
    if format not in FORMATS:
        raise ValueError(f"format is {format!r}, expected one of {', '.join(FORMATS)}")
    if not isinstance(tensor, Array):
        raise TypeError(f"tensor is {type(tensor).__name__}, expected a Tensor")
    if tensor._node is None:
        raise ValueError("this tensor needs no gradient, so no graph was recorded for it")
    labels = {named._node.order: name for name, named in (names or {}).items() if named._node}
    boxes = _boxes(_nodes_below(tensor._node, max_nodes), labels)
    boxes[-1].lines.append(f"result {tensor.shape}" if tensor._node.fn else "(also the result)")
    return _dot(boxes) if format == "dot" else _svg(boxes)


def _nodes_below(root: Node, max_nodes: int) -> list[Node]:
    """Return the nodes that `root` depends on, oldest first; a loop, because graphs are deep."""
    seen = {root.order: root}
    stack = [root]
    while stack:
        node = stack.pop()
        if node.fn is not None and node.backward is None:
            raise RuntimeError(
                f"the graph below {node.fn.__name__} was freed by backward; draw it before, or "
                "pass retain_graph=True to backward"
            )
        for source in node.inputs:
            if isinstance(source, Node) and source.order not in seen:
                seen[source.order] = source
                stack.append(source)
        if len(seen) > max_nodes:
            raise ValueError(
                f"the graph has more than max_nodes={max_nodes} nodes; pass a larger one"
            )
    return [seen[order] for order in sorted(seen, reverse=True)]


def _boxes(nodes: list[Node], labels: Mapping[int, str]) -> list[Box]:
    """Return one box per node and per constant array, inputs before what uses them."""
    boxes: list[Box] = []
    number: dict[int, int] = {}
    constants: dict[int, int] = {}  # id of an array -> box; the graph keeps the arrays alive
    for node in nodes:
        name = labels.get(node.order, "")
        if node.fn is None:
            box = Box("leaf", [*([name] if name else []), str(node.data.shape)])
        else:
            box = Box("op", [f"{name} = {node.fn.__name__}" if name else node.fn.__name__])
            details = []
            for parameter, value in _arguments(node):
                if isinstance(value, Node):
                    box.inputs.append(number[value.order])
                elif isinstance(value, np.ndarray) and value.size > 1:
                    if id(value) not in constants:
                        constants[id(value)] = len(boxes)
                        boxes.append(Box("constant", [str(value.shape)]))
                    box.inputs.append(constants[id(value)])
                else:
                    details.append(f"{parameter}={_short(value)}")
            box.lines += [", ".join(details)] if details else []
        number[node.order] = len(boxes)
        boxes.append(box)
    return boxes


def _arguments(node: Node) -> Iterator[tuple[str, Any]]:
    """Yield parameter name and value of what the operation was called with."""
    parameters = node.fn.parameters
    for position, value in enumerate(node.inputs):
        yield parameters[min(position, len(parameters) - 1)].lstrip("*"), value
    yield from (node.kwargs or {}).items()


def _short(value: Any) -> str:
    text = f"{value.item():.6g}" if isinstance(value, np.ndarray | np.number) else _slices(value)
    return text if len(text) <= 24 else text[:21] + "..."


def _slices(value: Any) -> str:
    """Return slices as they are written in brackets, anything else as Python shows it."""
    if isinstance(value, slice):
        parts = [value.start, value.stop, *([] if value.step is None else [value.step])]
        return ":".join("" if part is None else str(part) for part in parts)
    if isinstance(value, tuple) and any(isinstance(part, slice) for part in value):
        return ", ".join(map(_slices, value))
    return "..." if value is Ellipsis else str(value)


# --- DOT

_DOT_STYLES = {
    "leaf": 'shape=box style=filled fillcolor="#dbeafe"',
    "op": 'shape=box style="rounded,filled" fillcolor="#ffffff"',
    "constant": "shape=box style=dashed",
}


def _dot(boxes: list[Box]) -> str:
    lines = ["digraph {", '  node [fontname="monospace" fontsize=11];']
    for number, box in enumerate(boxes):
        label = "\\n".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in box.lines)
        lines.append(f'  n{number} [label="{label}" {_DOT_STYLES[box.kind]}];')
    for number, box in enumerate(boxes):
        lines += [f"  n{source} -> n{number};" for source in box.inputs]
    return "\n".join([*lines, "}\n"])


# --- SVG

_CHARACTER, _LINE, _PADDING = 7.4, 16, 10  # pixels; the width is that of 12 px monospace
_STYLE = """
  text { font: 12px ui-monospace, Menlo, Consolas, monospace; text-anchor: middle; fill: #1e293b }
  .first { font-weight: 600 }
  rect { stroke: #64748b; fill: #ffffff }
  .leaf { fill: #dbeafe; stroke: #2563eb }
  .constant { fill: #f1f5f9; stroke-dasharray: 4 3 }
  .result { stroke: #15803d; fill: #dcfce7; stroke-width: 2 }
  .paper { stroke: none; fill: #ffffff }
  path { fill: none; stroke: #64748b; stroke-width: 1.2; marker-end: url(#arrow) }
"""
_ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
    'markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" '
    'style="fill: #64748b; stroke: none; marker-end: none"/></marker></defs>'
)


def _svg(boxes: list[Box]) -> str:
    widths = [max(map(len, box.lines)) * _CHARACTER + 2 * _PADDING for box in boxes]
    heights = [len(box.lines) * _LINE + _PADDING for box in boxes]
    layout = arrange([box.inputs for box in boxes], widths, heights)
    size = f"{layout.width:.0f} {layout.height:.0f}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size}" '
        'width="{}" height="{}">'.format(*size.split()),
        f"<title>Graph of {len(boxes)} boxes that ends in {escape(boxes[-1].lines[0])}</title>",
        f"<style>{_STYLE}</style>",
        _ARROW,
        '<rect class="paper" width="100%" height="100%"/>',
    ]
    parts += [f'<path d="{curve}"/>' for curve in layout.curves()]
    parts += [_rectangle(box, layout, n, n == len(boxes) - 1) for n, box in enumerate(boxes)]
    return "\n".join([*parts, "</svg>\n"])


def _rectangle(box: Box, layout: Layout, number: int, is_result: bool) -> str:
    x, y, width, height = layout.boxes[number]
    kind = "result" if is_result else box.kind
    radius = 3 if box.kind == "leaf" else 10
    lines = [
        f'<rect class="{kind}" x="{x - width / 2:.1f}" y="{y:.1f}" width="{width:.1f}" '
        f'height="{height:.1f}" rx="{radius}"/>'
    ]
    for row, text in enumerate(box.lines):
        first = ' class="first"' if row == 0 else ""
        baseline = y + _PADDING / 2 + row * _LINE + 12
        lines.append(f'<text{first} x="{x:.1f}" y="{baseline:.1f}">{escape(text)}</text>')
    return "\n".join(lines)
