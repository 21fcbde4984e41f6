"""`scratch plot`: the pictures are saved and named; what is missing is explained."""

from pathlib import Path

import pytest

FIGURES = '''\
class Figure:
    """Saves its number instead of a picture."""

    def __init__(self, number):
        self.number = number

    def savefig(self, file, dpi):
        file.write_text(str(self.number), encoding="utf-8")


def figures(rng):
    print("noise on stdout")
    return {"first": Figure(rng.integers(1000)), "loss-curve 2": Figure(2)}
'''


@pytest.fixture
def drawing(tree):
    tree.write("packages/t01-alpha/src/t01_alpha/__init__.py", "")
    tree.write("packages/t01-alpha/src/t01_alpha/figures.py", FIGURES)
    return tree


def test_every_figure_is_saved_and_named(drawing):
    found = drawing.json("plot", "t01")
    assert found["files"] == ["first.png", "loss-curve_2.png"]
    folder = Path(found["folder"])
    assert folder == drawing.root / ".scratch" / "plots" / "t01"
    assert (folder / "loss-curve_2.png").read_text(encoding="utf-8") == "2"


def test_the_folder_can_be_chosen_and_is_named_in_the_output(drawing, tmp_path):
    result = drawing.run("plot", "alpha", "--to", tmp_path / "pictures")
    assert result.exit_code == 0, result.output
    assert "2 pictures in" in result.output and "pictures\n  first.png\n" in result.output
    assert (tmp_path / "pictures" / "first.png").is_file()


def test_a_seed_draws_the_same_in_every_run(drawing):
    import numpy as np

    drawing.json("plot", "t01", "--seed", "5")
    text = (drawing.root / ".scratch/plots/t01/first.png").read_text(encoding="utf-8")
    assert int(text) == np.random.default_rng(5).integers(1000)


def test_a_missing_library_is_answered_with_the_extra(drawing):
    drawing.write("packages/t01-alpha/src/t01_alpha/figures.py", "import no_such_library\n")
    error = drawing.json("plot", "t01", code=2)
    assert "no_such_library" in error["error"]
    assert error["fix"] == 'pip install "t01-alpha[plot]"'


def test_an_exception_while_drawing_fails_with_its_traceback(drawing):
    text = "def figures(rng):\n    return 1 / 0\n"
    drawing.write("packages/t01-alpha/src/t01_alpha/figures.py", text)
    error = drawing.json("plot", "t01", code=1)["error"]
    assert "ZeroDivisionError" in error and "return 1 / 0" in error


def test_a_name_that_makes_no_file_is_refused(drawing):
    text = FIGURES.replace('"first"', '"../first"')
    drawing.write("packages/t01-alpha/src/t01_alpha/figures.py", text)
    assert "'../first'" in drawing.json("plot", "t01", code=1)["error"]


def test_a_topic_without_pictures_is_an_error_that_names_those_with(drawing):
    error = drawing.json("plot", "t02", code=2)
    assert "t02 draws no pictures" in error["error"] and "t01" in error["fix"]
