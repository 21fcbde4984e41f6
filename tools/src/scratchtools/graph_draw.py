"""Draw the curriculum's graph: a text tree, DOT for Graphviz, an SVG that needs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

import click

from scratchtools.topics import MODULES

if TYPE_CHECKING:
    from scratchtools.topics import Topic

Graph = Mapping[str, Sequence[str]]

# state: colour on a terminal, fill and border in pictures
STATES = {
    "verified": ("green", "#dcfce7", "#15803d"),
    "stale": ("yellow", "#fef9c3", "#a16207"),
    "self-declared": ("cyan", "#cffafe", "#0e7490"),
    "started": ("blue", "#dbeafe", "#2563eb"),
    "not started": (None, "#ffffff", "#94a3b8"),
}
MODULE_COLOURS = ("#64748b", "#2563eb", "#0d9488", "#9333ea", "#ea580c", "#be123c")


def text(
    topics: Mapping[str, Topic],
    needs: Graph,
    states: Mapping[str, str],
    roots: Sequence[str],
    *,
    plain: bool,
) -> str:
    """Return a tree per root that hangs down to the first topics; each subtree appears once."""
    shown: set[str] = set()
    lines: list[str] = []

    def add(key: str, first: str, rest: str) -> None:
        again = key in shown and bool(needs[key])
        shown.add(key)
        lines.append(
            first + _label(topics[key], states[key], plain) + (" (above)" if again else "")
        )
        below = [] if again else needs[key]
        for place, name in enumerate(below):
            last = place == len(below) - 1
            add(name, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))

    for root in roots:
        add(root, "", "")
    return "\n".join(lines) + "\n"


def _label(topic: Topic, state: str, plain: bool) -> str:
    notes = [] if state == "not started" else [state]
    notes += ["optional"] if topic.optional else []
    label = f"{topic.id} {topic.title}" + (f" [{', '.join(notes)}]" if notes else "")
    return label if plain else click.style(label, fg=STATES[state][0])


def dot(topics: Mapping[str, Topic], needs: Graph, states: Mapping[str, str]) -> str:
    """Return the graph for Graphviz, with a box around each module."""
    lines = [
        "digraph curriculum {",
        '  rankdir=TB; node [shape=box style="rounded,filled" fontname="sans-serif" fontsize=11];',
    ]
    for module, title in enumerate(MODULES):
        inside = [topic for topic in topics.values() if topic.module == module]
        if inside:
            lines += [f"  subgraph cluster_{module} {{", f'    label="{title}"; color="#cbd5e1";']
            lines += [f"    {_dot_node(topic, states[topic.id])}" for topic in inside]
            lines.append("  }")
    lines += [f"  {name} -> {key};" for key, names in needs.items() for name in names]
    return "\n".join([*lines, "}", ""])


def _dot_node(topic: Topic, state: str) -> str:
    title = topic.title.replace("\\", "\\\\").replace('"', '\\"')
    _, fill, border = STATES[state]
    dashed = ' style="rounded,filled,dashed"' if topic.optional else ""
    return f'{topic.id} [label="{topic.id}\\n{title}" fillcolor="{fill}" color="{border}"{dashed}];'


CHARACTER, HEIGHT, PADDING, BAR = 6.6, 38.0, 12.0, 5.0  # pixels
LEGEND = 26.0
STYLE = """
  text { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1e293b }
  .id { font-weight: 700; font-size: 11px; fill: #475569 }
  .box { stroke-width: 1.3 }
  .optional { stroke-dasharray: 5 3 }
  .edge { fill: none; stroke: #94a3b8; stroke-width: 1.3; marker-end: url(#arrow) }
"""
ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" '
    'markerHeight="6" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#94a3b8"/></marker></defs>'
)


def svg(topics: Mapping[str, Topic], needs: Graph, states: Mapping[str, str]) -> str:
    """Return a picture: earlier topics above, a bar in the module's colour, fill by progress."""
    from scratchcore.layout import arrange

    numbers = {key: number for number, key in enumerate(topics)}
    widths = [_width(topic.title) for topic in topics.values()]
    layout = arrange(
        [[numbers[name] for name in needs[key]] for key in topics],
        widths,
        [HEIGHT] * len(widths),
    )
    legend, legend_width = _legend(topics, states, layout.height)
    size = max(layout.width, legend_width), layout.height + LEGEND
    shift = (size[0] - layout.width) / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]:.0f} {size[1]:.0f}" '
        f'width="{size[0]:.0f}" height="{size[1]:.0f}">',
        f"<style>{STYLE}</style>",
        ARROW,
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<g transform="translate({shift:.1f} 0)">',
        *(f'<path class="edge" d="{curve}"/>' for curve in layout.curves()),
    ]
    for key, (x, y, width, _) in zip(topics, layout.boxes, strict=True):
        parts += _box(topics[key], states[key], x - width / 2, y, width)
    return "\n".join([*parts, "</g>", *legend, "</svg>", ""])


def _width(title: str) -> float:
    return max(len(title), 4) * CHARACTER + 2 * PADDING + BAR


def _box(topic: Topic, state: str, x: float, y: float, width: float) -> Iterator[str]:
    _, fill, border = STATES[state]
    kind = "box optional" if topic.optional else "box"
    colour = MODULE_COLOURS[topic.module]
    hover = f"{topic.name}: {topic.description} ({state})"
    left = x + BAR + PADDING
    yield f"<g><title>{escape(hover)}</title>"
    yield (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{HEIGHT:g}" '
        f'rx="5" fill="{fill}" stroke="{border}"/>'
    )
    yield (
        f'<rect x="{x + 3:.1f}" y="{y + 4:.1f}" width="{BAR:g}" height="{HEIGHT - 8:g}" rx="2" '
        f'fill="{colour}"/>'
    )
    yield f'<text class="id" x="{left:.1f}" y="{y + 15:.1f}">{topic.id}</text>'
    yield f'<text x="{left:.1f}" y="{y + 30:.1f}">{escape(topic.title)}</text></g>'


def _legend(
    topics: Mapping[str, Topic], states: Mapping[str, str], top: float
) -> tuple[list[str], float]:
    """Return the names of the modules and states that occur, and how wide they are."""
    marks = [
        (MODULES[module], MODULE_COLOURS[module], MODULE_COLOURS[module])
        for module in sorted({topic.module for topic in topics.values()})
    ]
    seen = set(states.values()) - {"not started"}
    marks += [(state, fill, edge) for state, (_, fill, edge) in STATES.items() if state in seen]
    parts, x = [], 12.0
    for name, fill, edge in marks:
        parts.append(
            f'<rect x="{x:.1f}" y="{top + 4:.1f}" width="10" height="10" rx="2" fill="{fill}" '
            f'stroke="{edge}"/><text x="{x + 15:.1f}" y="{top + 13:.1f}">{escape(name)}</text>'
        )
        x += 15 + len(name) * CHARACTER + 18
    return parts, x
