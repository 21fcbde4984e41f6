"""Changes of a trap: what is replaced, and which changes are refused."""

import pytest
from scratchtools.changes import changed

SOURCE = '''\
def fit(self, n):  # exercise
    """Count to n."""
    total = 0
    for i in range(n):
        if i > 1:
            self.clear()

            self.step()
        total += i
    return total
'''


def test_a_part_of_a_line_is_replaced():
    assert changed(SOURCE, [("i > 1", "i >= 1")]) == SOURCE.replace("i > 1", "i >= 1")


def test_every_change_refers_to_the_source_as_it_was():
    pairs = [("total += i", "total = 0"), ("total = 0", "total = 1")]
    result = changed(SOURCE, pairs)
    assert "    total = 1\n    for" in result
    assert "        total = 0\n    return" in result


def test_whole_lines_get_the_indentation_of_the_lines_they_replace():
    old = "self.clear()\n\nself.step()\n"
    new = """
        self.step()
        if n:

            self.clear()
    """
    expected = SOURCE.replace(
        "            self.clear()\n\n            self.step()\n",
        "            self.step()\n            if n:\n\n                self.clear()\n",
    )
    assert changed(SOURCE, [(old, new)]) == expected


def test_an_empty_new_text_removes_the_lines():
    assert changed(SOURCE, [("total += i\n", "")]) == SOURCE.replace("        total += i\n", "")


def test_a_line_is_no_part_of_a_longer_one():
    with pytest.raises(ValueError, match=r"'total\\n' does not stand in the exercise"):
        changed(SOURCE, [("total\n", "")])


def test_lines_match_only_with_their_indentation_to_one_another():
    with pytest.raises(ValueError, match="does not stand in the exercise"):
        changed(SOURCE, [("if i > 1:\nself.clear()\n", "")])


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([("", "x")], "'' does not stand in the exercise"),
        ([("\n", "x = 1\n")], r"'\\n' does not stand in the exercise"),
        ([("Total", "x")], "'Total' does not stand in the exercise"),
        ([("total", "x")], "'total' stands 3 times in the exercise, not once"),
        ([("i > 1", "i > 1")], "'i > 1' is replaced by itself"),
        ([("total += i\n", "  total += i\n")], r"'total \+= i\\n' is replaced by itself"),
        ([("i > 1", "i"), ("if i", "while i")], "two of them change 'i'"),
        ([("i > 1", "i > 1)")], r"the result is not Python \(unmatched '\)'\): 'if i > 1\):'"),
    ],
)
def test_a_change_that_does_not_fit_is_refused_with_its_text(pairs, message):
    with pytest.raises(ValueError, match=f"CHANGES: {message}"):
        changed(SOURCE, pairs)
