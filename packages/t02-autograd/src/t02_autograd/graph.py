"""The graph below a Value: an order for walking it, and a drawing of it."""

import shutil
import subprocess


def topological_order(root):  # exercise
    """List root and every node below it once, each after all of its `_children`, root last.

    Works without recursion: a chain of 100,000 nodes is as good as a chain of three.
    """
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        node, children_are_listed = stack.pop()
        if children_are_listed:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((child, False) for child in node._children)
    return order


def to_dot(root, *, names=None):
    """Describe the graph below root in Graphviz's DOT language, inputs left and root right.

    `names` maps Values to labels, such as `{x: "x"}`.
    """
    names = names or {}
    numbers = {node: i for i, node in enumerate(topological_order(root))}
    lines = ["digraph {", "  rankdir=LR;"]
    for node, i in numbers.items():
        name = _escape(names[node]) + " | " if node in names else ""
        label = f"{{ {name}data {node.data:.4g} | grad {node.grad:.4g} }}"
        lines.append(f'  value{i} [shape=record, label="{label}"];')
        if node._op:
            lines.append(f'  op{i} [label="{_escape(node._op)}"];')
            lines.append(f"  op{i} -> value{i};")
        lines += [f"  value{numbers[child]} -> op{i};" for child in node._children]
    return "\n".join([*lines, "}", ""])


def to_svg(root, *, names=None):
    """Draw the graph below root as SVG text; needs Graphviz's `dot` program."""
    program = shutil.which("dot")
    if program is None:
        raise FileNotFoundError(
            "the program `dot` is not on the PATH: install Graphviz (https://graphviz.org/download)"
            " or use to_dot, whose text any DOT viewer shows"
        )
    drawing = subprocess.run(
        [program, "-Tsvg"],
        input=to_dot(root, names=names),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return drawing.stdout


def _escape(text):
    for character in '\\"{}|<>':
        text = text.replace(character, "\\" + character)
    return text
