"""The drawing of a graph: what it shows, in DOT and SVG, and what it refuses."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from scratchcore import draw_graph, tensor

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


def test_the_picture_of_a_small_graph_is_exactly_this():
    """Sizes of boxes follow the text, 12 px monospace; curves leave and arrive vertically."""
    x = tensor(np.ones((2, 3)), requires_grad=True)
    svg = draw_graph((x * 2.0).sum(axis=0), names={"x": x})
    head, _, body = svg.partition('<rect class="paper"')
    assert head.startswith(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 125 230" '
        'width="125" height="230">\n<title>Graph of 3 boxes that ends in sum</title>\n<style>'
    )
    assert body.splitlines() == [
        ' width="100%" height="100%"/>',
        '<path d="M62.7,54.0 C62.7,70.0 62.7,70.0 62.7,86.0"/>',
        '<path d="M62.7,128.0 C62.7,144.0 62.7,144.0 62.7,160.0"/>',
        '<rect class="leaf" x="30.5" y="12.0" width="64.4" height="42.0" rx="3"/>',
        '<text class="first" x="62.7" y="29.0">x</text>',
        '<text x="62.7" y="45.0">(2, 3)</text>',
        '<rect class="op" x="23.1" y="86.0" width="79.2" height="42.0" rx="10"/>',
        '<text class="first" x="62.7" y="103.0">multiply</text>',
        '<text x="62.7" y="119.0">y=2.0</text>',
        '<rect class="result" x="12.0" y="160.0" width="101.4" height="58.0" rx="10"/>',
        '<text class="first" x="62.7" y="177.0">sum</text>',
        '<text x="62.7" y="193.0">axis=0</text>',
        '<text x="62.7" y="209.0">result (3,)</text>',
        "</svg>",
    ]


def test_single_values_are_shown_as_arguments_however_they_are_given(w):
    assert labels(draw_graph(w * np.array([3.0]), format="dot"))[-1].startswith(r"multiply\ny=3\n")
    dot = draw_graph(np.stack([w[0, 0], 5.0, 6.0]), format="dot")
    assert r"axis=0, arrays=5, arrays=6" in labels(dot)[-1]
