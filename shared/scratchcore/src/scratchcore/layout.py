"""Place the boxes of a directed graph in layers (Sugiyama, Tagawa, Toda, 1981).

Edges point down. Long edges run through invisible places of the layers they cross, the order in a
layer follows the mean place of the neighbours, and x is the least-squares fit to the neighbours
that keeps boxes apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_GAP, _ROW_GAP, _MARGIN = 18.0, 32.0, 12.0
_ORDER_SWEEPS, _ACROSS_SWEEPS = 12, 60
_STRAIGHT = 8.0  # how much more a long edge resists bending than a short one

Point = tuple[float, float]
Links = list[list[tuple[int, float, float]]]  # per place: (place, shift of the edge's end, weight)


@dataclass(frozen=True)
class Layout:
    """Boxes as (centre x, top y, width, height), one curve of points per edge, and the size."""

    boxes: list[tuple[float, float, float, float]]
    edges: list[list[Point]]
    width: float
    height: float

    def curves(self) -> list[str]:
        """Return each edge as the `d` of an SVG path that leaves and arrives vertically."""
        return [_bend(points) for points in self.edges]


def arrange(
    inputs: Sequence[Sequence[int]], widths: Sequence[float], heights: Sequence[float]
) -> Layout:
    """Lay out boxes; `inputs[n]` lists the boxes, all smaller than n, with an edge to box n."""
    layer = _layers(inputs)
    routes = _routes(inputs, layer)
    above, below = _links(routes, inputs, len(layer))
    width = [*widths, *[0.0] * (len(layer) - len(widths))]
    rows = _ordered(layer, above, below)
    x = _across(rows, above, below, width)
    bands = _down(rows, heights)
    left = min(x[n] - width[n] / 2 for n in range(len(layer))) - _MARGIN
    x = [value - left for value in x]
    boxes = [(x[n], bands[layer[n]][0], widths[n], heights[n]) for n in range(len(inputs))]
    return Layout(
        boxes=boxes,
        edges=[_curve(route, share, boxes, x, bands, layer) for route, share in routes],
        width=max(x[n] + width[n] / 2 for n in range(len(layer))) + _MARGIN,
        height=bands[-1][1] + _MARGIN,
    )


def _layers(inputs: Sequence[Sequence[int]]) -> list[int]:
    """Return each box's layer: below all its inputs, and what has none right above its user."""
    layer = [0] * len(inputs)
    for n, sources in enumerate(inputs):
        layer[n] = max((layer[source] + 1 for source in sources), default=0)
    first_use: dict[int, int] = {}
    for n, sources in enumerate(inputs):
        for source in sources:
            first_use[source] = min(first_use.get(source, layer[n]), layer[n])
    for n, sources in enumerate(inputs):
        if not sources and n in first_use:
            layer[n] = first_use[n] - 1
    return layer


def _routes(inputs: Sequence[Sequence[int]], layer: list[int]) -> list[tuple[list[int], float]]:
    """Return per edge the boxes and places it passes, and where it ends: -0.5 left, 0.5 right.

    `layer` grows by the places.
    """
    routes = []
    for n, sources in enumerate(inputs):
        for position, source in enumerate(sources):
            route = [source]
            for between in range(layer[source] + 1, layer[n]):
                route.append(len(layer))
                layer.append(between)
            routes.append(([*route, n], (position + 1) / (len(sources) + 1) - 0.5))
    return routes


def _links(routes: list, inputs: Sequence, count: int) -> tuple[Links, Links]:
    above: Links = [[] for _ in range(count)]
    below: Links = [[] for _ in range(count)]
    for route, share in routes:
        for upper, lower in pairwise(route):
            weight = _STRAIGHT if min(upper, lower) >= len(inputs) else 1.0
            shift = share if lower == route[-1] else 0.0
            above[lower].append((upper, 0.0, weight))
            below[upper].append((lower, shift, weight))
    return above, below


def _ordered(layer: list[int], above: Links, below: Links) -> list[list[int]]:
    """Return the boxes of each layer from left to right, with few crossings."""
    rows: list[list[int]] = [[] for _ in range(max(layer) + 1)]
    for n, row in enumerate(layer):
        rows[row].append(n)
    place, one = [0.0] * len(layer), [1.0] * len(layer)
    for row in rows:
        _number(row, place)
    best = (_crossings(rows, below, place), [list(row) for row in rows])
    for sweep in range(_ORDER_SWEEPS):
        links, order = (above, rows) if sweep % 2 == 0 else (below, rows[::-1])
        for row in order:
            row.sort(key=lambda n: _mean(links[n], place, one, place[n]))
            _number(row, place)
        crossings = _crossings(rows, below, place)
        if crossings < best[0]:
            best = (crossings, [list(row) for row in rows])
    return best[1]


def _number(row: list[int], place: list[float]) -> None:
    for i, n in enumerate(row):
        place[n] = i - len(row) / 2


def _crossings(rows: list[list[int]], below: Links, place: list[float]) -> int:
    total = 0
    for row in rows:
        ends: list[float] = []
        for n in row:
            here = [place[m] + shift for m, shift, _ in below[n]]
            total += sum(end > mine for end in ends for mine in here)
            ends += here
    return total


def _mean(links: list, x: list[float], width: Sequence[float], default: float) -> float:
    """Return the weighted mean of where the edges of one place lead."""
    if not links:
        return default
    ends = [(x[m] + shift * width[m], weight) for m, shift, weight in links]
    return sum(end * weight for end, weight in ends) / sum(weight for _, weight in ends)


def _across(rows: list[list[int]], above: Links, below: Links, width: list[float]) -> list[float]:
    x = [0.0] * len(width)
    for sweep in range(_ACROSS_SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            wanted = [_mean(above[n] + below[n], x, width, x[n]) for n in row]
            for n, value in zip(row, _spread(row, wanted, width), strict=True):
                x[n] = value
    return x


def _spread(row: list[int], wanted: list[float], width: list[float]) -> list[float]:
    """Return the places nearest to `wanted` that keep the order and do not overlap.

    Subtracting the least distances turns this into isotonic regression, which pooling neighbours
    that violate the order solves exactly.
    """
    offsets = [0.0]
    for left, right in pairwise(row):
        offsets.append(offsets[-1] + (width[left] + width[right]) / 2 + _GAP)
    pools: list[list[float]] = []  # [sum, count]
    for want, offset in zip(wanted, offsets, strict=True):
        pools.append([want - offset, 1])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, count = pools.pop()
            pools[-1][0] += total
            pools[-1][1] += count
    levels = [total / count for total, count in pools for _ in range(int(count))]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]


def _down(rows: list[list[int]], heights: Sequence[float]) -> list[tuple[float, float]]:
    """Return top and bottom of each layer."""
    bands, y = [], _MARGIN
    for row in rows:
        height = max((heights[n] for n in row if n < len(heights)), default=0.0)
        bands.append((y, y + height))
        y += height + _ROW_GAP
    return bands


def _bend(points: list[Point]) -> str:
    (x, y), *rest = points
    commands = [f"M{x:.1f},{y:.1f}"]
    for to_x, to_y in rest:
        middle = (y + to_y) / 2
        commands.append(f"C{x:.1f},{middle:.1f} {to_x:.1f},{middle:.1f} {to_x:.1f},{to_y:.1f}")
        x, y = to_x, to_y
    return " ".join(commands)


def _curve(route: list[int], share: float, boxes, x, bands, layer) -> list[Point]:
    """Return where an edge passes; the layers between are crossed vertically."""
    first, *between, last = route
    from_x, from_top, _, from_height = boxes[first]
    to_x, to_top, to_width, _ = boxes[last]
    passed = [(x[n], y) for n in between for y in bands[layer[n]]]
    return [(from_x, from_top + from_height), *passed, (to_x + share * to_width, to_top)]
