"""The drawing of a graph: what it shows, in DOT and SVG, and what it refuses."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from scratchcore import draw_graph, tensor
from scratchcore.layout import arrange

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def w():
    return tensor(np.ones((3, 2)), requires_grad=True)


@pytest.fixture
def b():
    return tensor(np.ones(2), requires_grad=True)


def labels(dot: str) -> list[str]:
    return re.findall(r'label="([^"]*)"', dot)


def edges(dot: str) -> list[tuple[str, str]]:
    """Return edges as pairs of labels."""
    label = dict(re.findall(r'(n\d+) \[label="([^"]*)"', dot))
    return [(label[a], label[b]) for a, b in re.findall(r"(n\d+) -> (n\d+);", dot)]


def test_dot_holds_leaves_with_names_and_shapes_operations_and_edges(w, b):
    x = np.ones((5, 3))
    dot = draw_graph((x @ w + b).sum(), format="dot", names={"w": w, "b": b})
    assert edges(dot) == [
        ("(5, 3)", "matmul"),
        (r"w\n(3, 2)", "matmul"),
        ("matmul", "add"),
        (r"b\n(2,)", "add"),
        ("add", r"sum\nresult ()"),
    ]
    assert dot.startswith("digraph {") and dot.endswith("}\n")


def test_arguments_of_an_operation_are_shown_under_its_name(w):
    dot = draw_graph(w.sum(axis=0, keepdims=True)[:, 1:] ** 2, format="dot")
    names = labels(dot)
    assert r"sum\naxis=0, keepdims=True" in names
    assert r"getitem\nindex=:, 1:" in names
    assert names[-1] == r"power\ny=2\nresult (1, 1)"


def test_long_arguments_are_cut(w):
    dot = draw_graph(w[[0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2], 0:1], format="dot")
    assert max(map(len, labels(dot)[-1].split(r"\n"))) <= len("index=") + 24


def test_a_tensor_used_twice_has_two_edges_and_one_box(w):
    dot = draw_graph(w * w, format="dot")
    assert edges(dot) == [("(3, 2)", r"multiply\nresult (3, 2)")] * 2
    assert len(labels(dot)) == 2


def test_one_constant_array_used_twice_is_one_box(w):
    c = np.full((3, 2), 2.0)
    assert len(labels(draw_graph(w * c + c, format="dot"))) == 4


def test_names_work_for_results_too_and_quotes_are_escaped(w):
    h = np.tanh(w)
    dot = draw_graph(h.sum(), format="dot", names={'the "h"': h})
    assert r'label="the \"h\" = tanh"' in dot


def test_names_of_tensors_without_a_graph_are_ignored(w):
    assert "x" not in labels(draw_graph(w.sum(), format="dot", names={"x": tensor([1.0])}))


def test_a_leaf_alone_is_a_picture_of_one_box(w):
    assert labels(draw_graph(w, format="dot")) == [r"(3, 2)\n(also the result)"]
    assert len(rectangles(draw_graph(w))) == 1


def test_the_picture_is_well_formed_and_shows_every_box_and_edge(w, b):
    svg = draw_graph(np.tanh(w) + b)
    root = ElementTree.fromstring(svg)
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert sorted(texts) == ["(2,)", "(3, 2)", "add", "result (3, 2)", "tanh"]
    curves = root.findall(f"{SVG}path")
    assert len(curves) == 3
    assert [r.get("class") for r in root.findall(f"{SVG}rect")].count("result") == 1


def rectangles(svg: str) -> list[tuple[float, float, float, float]]:
    found = ElementTree.fromstring(svg).findall(f"{SVG}rect")
    return [
        tuple(float(r.get(k)) for k in ("x", "y", "width", "height"))
        for r in found
        if r.get("class") != "paper"
    ]


def test_boxes_do_not_overlap_and_lie_inside_the_picture(w, b):
    h = np.tanh(np.ones((5, 3)) @ w + b)
    loss = ((h - h.max(axis=1, keepdims=True)) ** 2).mean() + (w * w).sum() + h[:, 0].sum()
    svg = draw_graph(loss)
    width, height = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())
    boxes = rectangles(svg)
    assert len(boxes) > 10
    for n, (x, y, dx, dy) in enumerate(boxes):
        assert x >= 0 and y >= 0 and x + dx <= width and y + dy <= height
        for x2, y2, dx2, dy2 in boxes[:n]:
            assert x + dx <= x2 or x2 + dx2 <= x or y + dy <= y2 or y2 + dy2 <= y


def test_special_characters_are_escaped_in_the_picture(w):
    svg = draw_graph(w, names={"<w & v>": w})
    assert ElementTree.fromstring(svg).find(f"{SVG}text").text == "<w & v>"


def test_a_graph_larger_than_max_nodes_is_refused_without_recursion(w):
    y = w
    for _ in range(5000):
        y = y + 1.0
    with pytest.raises(ValueError, match="more than max_nodes=200 nodes"):
        draw_graph(y)
    with pytest.raises(ValueError, match="more than max_nodes=4000 nodes"):
        draw_graph(y, max_nodes=4000)


def test_a_graph_of_exactly_max_nodes_is_drawn(w):
    assert len(labels(draw_graph(np.tanh(w) + 1.0, format="dot", max_nodes=3))) == 3


def test_a_deep_graph_is_drawn_without_recursion(w):
    y = w
    for _ in range(3000):
        y = y + 1.0
    assert len(labels(draw_graph(y, format="dot", max_nodes=3001))) == 3001


def test_a_freed_graph_is_refused_with_the_way_out(w):
    loss = np.tanh(w).sum()
    loss.backward()
    with pytest.raises(RuntimeError, match=r"below sum was freed by backward.*retain_graph=True"):
        draw_graph(loss)


def test_wrong_arguments_are_named(w):
    with pytest.raises(ValueError, match="format is 'png', expected one of svg, dot"):
        draw_graph(w, format="png")
    with pytest.raises(TypeError, match="tensor is ndarray, expected a Tensor"):
        draw_graph(w.data)
    with pytest.raises(ValueError, match="needs no gradient"):
        draw_graph(tensor([1.0]))


# --- the layout alone: numbers of boxes, the inputs of each


def lay_out(*inputs, width=40.0, height=20.0):
    return arrange(inputs, [width] * len(inputs), [height] * len(inputs))


def test_every_edge_points_down():
    layout = lay_out([], [0], [0, 1], [0, 2])
    for points in layout.edges:
        heights = [y for _, y in points]
        assert heights == sorted(heights) and heights[0] < heights[-1]


def test_a_box_without_inputs_stands_right_above_its_first_user():
    layout = lay_out([], [0], [1], [], [2, 3])
    assert layout.boxes[3][1] == layout.boxes[2][1] > layout.boxes[1][1]


def test_a_chain_is_drawn_straight_down():
    layout = lay_out([], [0], [1], [2])
    assert {round(x, 6) for x, *_ in layout.boxes} == {layout.boxes[0][0]}


def test_inputs_are_placed_in_the_order_of_the_arguments():
    layout = lay_out([], [], [], [2, 0, 1])
    assert layout.boxes[2][0] < layout.boxes[0][0] < layout.boxes[1][0]
    ends = [points[-1][0] for points in layout.edges]
    assert ends == sorted(ends) and len(set(ends)) == 3


def test_parallel_chains_do_not_cross():
    layout = lay_out([], [], [1], [0], [2], [3], [5, 4])
    side = [layout.boxes[n][0] < layout.boxes[m][0] for n, m in ((0, 1), (3, 2), (5, 4))]
    assert len(set(side)) == 1


def test_a_long_edge_passes_beside_the_boxes_between():
    layout = lay_out([], [0], [1], [2, 0])
    long = layout.edges[-1]
    for n in (1, 2):
        x, top, width, height = layout.boxes[n]
        crossing = [px for px, py in long if top <= py <= top + height]
        assert len(crossing) == 2 and all(abs(px - x) > width / 2 for px in crossing)
