"""Drawings of a graph."""

import re
import subprocess

import pytest
from t02_autograd import Value, graph, to_dot, to_svg


@pytest.fixture
def expression():
    x, w = Value(2.0), Value(-3.0)
    out = (x * w).tanh() + x
    out.backward()
    return x, w, out


def test_dot_has_a_box_for_each_value_and_an_oval_for_each_operation(expression):
    text = to_dot(expression[-1])
    assert len(re.findall(r"^  value\d+ \[shape=record", text, re.M)) == 5
    assert sorted(re.findall(r'^  op\d+ \[label="(.*)"\]', text, re.M)) == ["*", "+", "tanh"]


def test_dot_has_an_edge_for_each_operand_and_each_result(expression):
    edges = set(re.findall(r"(\w+) -> (\w+);", to_dot(expression[-1])))
    operands = {e for e in edges if e[0].startswith("value")}
    assert len(operands) == 5, "x and w into *, x*w into tanh, tanh and x into +"
    assert len(edges - operands) == 3, "one edge from each operation to its result"


def test_dot_shows_names_numbers_and_gradients(expression):
    x, w, out = expression
    text = to_dot(out, names={x: "x", w: "a|b"})
    assert '"{ x | data 2 | grad 0.9999 }"' in text
    assert r'"{ a\|b | data -3 | grad 4.915e-05 }"' in text
    assert text.startswith("digraph {\n  rankdir=LR;\n") and text.endswith("}\n")


def test_a_value_used_twice_has_two_edges():
    x = Value(3.0)
    assert to_dot(x * x).count("value0 -> op1;") == 2


def test_the_text_depends_on_the_expression_only():
    def build():
        x = Value(3.0)
        return to_dot((x * 2 + x).exp())

    assert build() == build()


def test_svg_is_what_graphviz_makes_of_the_dot_text(expression, monkeypatch):
    calls = []

    def run(command, **options):
        calls.append((command, options))
        return subprocess.CompletedProcess(command, 0, stdout="<svg/>", stderr="")

    monkeypatch.setattr(graph.shutil, "which", lambda program: f"/bin/{program}")
    monkeypatch.setattr(graph.subprocess, "run", run)
    x = expression[0]
    assert to_svg(expression[-1], names={x: "x"}) == "<svg/>"
    [(command, options)] = calls
    assert command == ["/bin/dot", "-Tsvg"]
    assert options["input"] == to_dot(expression[-1], names={x: "x"})
    assert options["check"] and options["capture_output"] and options["encoding"] == "utf-8"


def test_svg_without_graphviz_says_what_to_install(expression, monkeypatch):
    monkeypatch.setattr(graph.shutil, "which", lambda program: None)
    with pytest.raises(FileNotFoundError, match="install Graphviz"):
        to_svg(expression[-1])
