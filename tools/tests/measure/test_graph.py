"""`scratch graph`: what is drawn, in every format."""

import json
from xml.etree import ElementTree

import pytest

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def curriculum(tree):
    """Four topics: beta and gamma build on alpha, delta on all of them."""
    tree.topic("t03-gamma", "t01-alpha")
    tree.topic("t04-delta", "t01-alpha", "t02-beta", "t03-gamma", more="optional = true\n")
    record = {"schema": 1, "id": "1", "time": "2026-01-01", "event": "mark", "topic": "t01"}
    tree.write("learn/ledger.jsonl", json.dumps(record) + "\n")
    return tree


def test_edges_that_follow_from_others_are_left_out(curriculum):
    topics = {topic["id"]: topic for topic in curriculum.json("graph")["topics"]}
    assert topics["t04"]["requires"] == ["t01", "t02", "t03"]
    assert topics["t04"]["needs"] == ["t02", "t03"]


def test_the_tree_hangs_prerequisites_below_and_repeats_no_subtree(curriculum):
    curriculum.topic("t01-alpha")
    curriculum.topic("t05-end", "t02-beta", "t04-delta")
    assert curriculum.run("graph", "t04", "t02").output == (
        "t04 Title of delta [optional]\n"
        "├─ t02 Title of beta\n"
        "│  └─ t01 Title of alpha [self-declared]\n"
        "└─ t03 Title of gamma\n"
        "   └─ t01 Title of alpha [self-declared]\n"
        "t02 Title of beta (above)\n"
    )


def test_only_what_the_given_topics_need_is_drawn(curriculum):
    assert [topic["id"] for topic in curriculum.json("graph", "t03")["topics"]] == ["t01", "t03"]


def test_dot_has_a_node_per_topic_and_an_edge_per_need(curriculum):
    text = curriculum.run("graph", "--format", "dot").output
    assert text.startswith("digraph curriculum {") and text.endswith("}\n")
    assert 't04 [label="t04\\nTitle of delta"' in text
    edges = [line.strip() for line in text.splitlines() if "->" in line]
    assert edges == ["t01 -> t02;", "t01 -> t03;", "t02 -> t04;", "t03 -> t04;"]


def test_svg_has_a_box_per_topic_inside_the_picture_and_an_arrow_per_need(curriculum):
    root = ElementTree.fromstring(curriculum.run("graph", "--format", "svg").output)
    boxes = [r for r in root.iter(f"{SVG}rect") if (r.get("class") or "").startswith("box")]
    assert len(boxes) == 4 and [box.get("class") for box in boxes][-1] == "box optional"
    width, height = (float(root.get(name)) for name in ("width", "height"))
    for box in boxes:
        assert 0 <= float(box.get("x")) <= width - float(box.get("width"))
        assert 0 <= float(box.get("y")) <= height - float(box.get("height"))
    assert sum(path.get("class") == "edge" for path in root.iter(f"{SVG}path")) == 4


def test_svg_shows_progress_by_colour_and_says_what_it_means(curriculum):
    text = curriculum.run("graph", "--format", "svg").output
    assert "(self-declared)</title>" in text and ">self-declared</text>" in text
    assert text.count('fill="#cffafe"') == 2  # the box and its entry in the legend


def test_titles_are_escaped(curriculum):
    curriculum.write("packages/t01-alpha/README.md", '# t01 · A & "B" <C>\n')
    root = ElementTree.fromstring(curriculum.run("graph", "t01", "--format", "svg").output)
    assert any(text.text == 'A & "B" <C>' for text in root.iter(f"{SVG}text"))
    assert r'\nA & \"B\" <C>"' in curriculum.run("graph", "t01", "--format", "dot").output


def test_the_ending_of_the_output_file_chooses_the_format(curriculum):
    for ending, start in (("svg", "<svg"), ("dot", "digraph"), ("txt", "t04")):
        file = curriculum.root / f"graph.{ending}"
        result = curriculum.run("graph", "--output", file)
        assert result.exit_code == 0 and "4 topics in" in result.output
        assert file.read_text(encoding="utf-8").startswith(start)


def test_an_ending_that_says_nothing_and_a_missing_folder_are_errors(curriculum):
    assert curriculum.run("graph", "--output", "graph.doc").exit_code == 2
    error = curriculum.json("graph", "--output", curriculum.root / "none" / "a.svg", code=2)
    assert "cannot be written" in error["error"]


def test_a_wrong_topic_gets_a_suggestion(curriculum):
    assert "did you mean t03-gamma" in curriculum.json("graph", "gama", code=2)["error"]
