"""The starter: what is stripped, what is kept, and how one exercise is replaced."""

import ast

import pytest
from scratchtools.starter import (
    find_exercises,
    source_of,
    strip_source,
    substitute,
    write_starter,
)

SOURCE = '''\
"""A module."""
from functools import cache


def plain(x):
    return x


@cache
def with_docstring(
    x: dict[str, int],
    *,
    f=lambda y: y,
) -> dict[str, int]:  # a closing line
    return {"a": 1}


def outer(a, b=[1, 2][0]):  # exercise
    """Do it.

    In two lines.
    """
    # this tells how
    if a:
        return b

    # and so does this
    return a
    # even this

# but this belongs to the module
class Value:
    kind = 1

    def __add__(self, other):  # exercise
        return self.kind + other

    @property
    def size(self):  # exercise
        """Return it."""
        text = """
        kept
"""
        return text

    def short(self): return 1  # exercise


def spread(  # exercise
    a,
    b=(1, 2),
):
    """Spread."""
    return a
'''


def namespace(text):
    found = {}
    exec(compile(text, "x", "exec"), found)
    return found


def test_exercises_are_found_with_qualified_names_and_lines(tmp_path):
    (tmp_path / "p").mkdir()
    (tmp_path / "p/m.py").write_text(SOURCE)
    exercises = find_exercises(tmp_path)
    assert [e.id for e in exercises] == [
        "outer", "Value.__add__", "Value.size", "Value.short", "spread",
    ]  # fmt: skip
    assert [e.name for e in exercises][1] == "__add__"
    lines = SOURCE.split("\n")
    assert all(lines[e.line - 1].rstrip().endswith("# exercise") for e in exercises)
    assert exercises[0].file.as_posix() == "p/m.py"


def test_two_exercises_of_one_name_are_refused(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.py").write_text("def f():  # exercise\n    return 1\n")
    with pytest.raises(ValueError, match="exercise f stands in"):
        find_exercises(tmp_path)


def test_the_starter_keeps_signatures_and_docstrings_and_nothing_of_the_bodies():
    stripped = strip_source(SOURCE)
    assert "this tells how" not in stripped
    assert "and so does this" not in stripped
    assert "even this" not in stripped
    assert "# but this belongs to the module" in stripped
    made, given = namespace(stripped), namespace(SOURCE)
    assert made["outer"].__doc__ == given["outer"].__doc__
    assert made["plain"](3) == 3
    assert made["with_docstring"].__wrapped__({}) == {"a": 1}
    value = made["Value"]()
    for call, name in [
        (lambda: made["outer"](1), "outer"),
        (lambda: value + 1, "Value.__add__"),
        (lambda: value.size, "Value.size"),
        (value.short, "Value.short"),
        (lambda: made["spread"](1), "spread"),
    ]:
        with pytest.raises(NotImplementedError, match=f"^{name} is not written yet$"):
            call()


def test_stripping_keeps_the_marks_so_that_it_can_be_done_again():
    once = strip_source(SOURCE)
    assert once.count("# exercise") == 5
    assert strip_source(once) == once


def test_one_exercise_alone_is_stripped():
    stripped = strip_source(SOURCE, only={"Value.__add__"})
    changed = set(stripped.split("\n")) ^ set(SOURCE.split("\n"))
    assert changed == {
        "        return self.kind + other",
        '        raise NotImplementedError("Value.__add__ is not written yet")',
    }
    with pytest.raises(ValueError, match=r"no exercise Value\.gone"):
        strip_source(SOURCE, only={"Value.gone"})


def test_a_substitute_replaces_body_and_decorators_and_sees_the_module():
    other = 'def size(self):\n    return """\na"""\n'
    text = substitute(SOURCE, "Value.size", other)
    assert "@property" not in text
    assert namespace(text)["Value"]().size() == "\na"
    top = substitute(SOURCE, "outer", "@cache\ndef outer(a):\n    return plain(a)\n")
    assert namespace(top)["outer"](4) == 4
    with pytest.raises(ValueError, match="no exercise gone"):
        substitute(SOURCE, "gone", other)


def test_lines_of_an_f_string_are_not_indented_by_a_substitute():
    other = 'def size(self):\n    n = 1\n    return f"""\n{n}\nb"""\n'
    assert namespace(substitute(SOURCE, "Value.size", other))["Value"]().size() == "\n1\nb"


def test_the_source_of_an_exercise_can_be_put_back_unchanged():
    own = source_of(SOURCE, "Value.size")
    assert own.startswith('@property\ndef size(self):  # exercise\n    """Return it.')
    assert "\n        kept\n" in own
    for name in ("outer", "Value.__add__", "Value.size", "spread"):
        assert substitute(SOURCE, name, source_of(SOURCE, name)) == SOURCE
    with pytest.raises(ValueError, match="no exercise gone"):
        source_of(SOURCE, "gone")


def test_a_form_feed_or_a_line_separator_does_not_shift_the_lines():
    text = 'A = "\x0c\u2028"\n\n\ndef f():  # exercise\n    return A\n'
    assert strip_source(text).endswith(
        'def f():  # exercise\n    raise NotImplementedError("f is not written yet")\n'
    )


def test_the_written_starter_has_every_file_but_caches(tree):
    topic = tree.topics["t01"]
    (topic.package / "data.csv").write_text("1,2\n")
    (topic.package / "__pycache__").mkdir()
    (topic.package / "__pycache__/x.pyc").write_bytes(b"x")
    files = write_starter(topic, tree.root / "out")
    names = [path.relative_to(tree.root / "out").as_posix() for path in files]
    assert names == [f"src/t01_adding/{n}" for n in ("__init__.py", "adding.py", "data.csv")]
    ast.parse(files[1].read_text())
    assert "is not written yet" in files[1].read_text()
