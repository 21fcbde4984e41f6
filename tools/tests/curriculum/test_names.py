"""One definition per public name, marks of exercises, and the format of traps."""

from __future__ import annotations

import pytest

ALPHA = "packages/t01-alpha"
BETA = "packages/t02-beta"
CODE = f"{BETA}/src/t02_beta/columns.py"
INIT = f"{BETA}/src/t02_beta/__init__.py"
CORE = "shared/scratchcore/src/scratchcore/__init__.py"
TRAP = '"""It is wrong."""\n\nEXERCISE = "beta_scale"\nMESSAGE = "deviation of 0"\n'


def test_a_function_of_an_earlier_topic_is_not_defined_again(tree):
    tree.append(CODE, "\n\ndef alpha_center(x):\n    return x\n")
    place = f"{ALPHA}/src/t01_alpha/columns.py:6"
    message = f"alpha_center is defined at {place} too: import that one or rename this"
    assert tree.structure().say(f"{CODE}:21: names: {message}")


def test_a_class_of_the_core_is_not_defined_again(tree):
    tree.append(CODE, "\n\nclass tensor:\n    pass\n")
    assert tree.structure().say(f"tensor is defined at {CORE}:6 too")


def test_a_name_is_defined_once_inside_a_package(tree):
    tree.write(f"{BETA}/src/t02_beta/naive.py", "def beta_scale(x):\n    return x\n")
    assert tree.structure().say("beta_scale is defined at", f"{BETA}/src/t02_beta/columns.py:11")


def test_an_assigned_public_name_counts(tree):
    tree.append(INIT, "alpha_scale = beta_scale\n")
    tree.edit(INIT, '__all__ = ["beta_center"', '__all__ = ["alpha_scale", "beta_center"')
    assert tree.structure().say(f"{INIT}:6: names: alpha_scale is defined at")


def test_private_names_and_entry_points_may_repeat(tree):
    for package in ("t01-alpha/src/t01_alpha", "t02-beta/src/t02_beta"):
        tree.append(f"packages/{package}/columns.py", "\n\ndef _same(x):\n    return x\n")
        tree.write(f"packages/{package}/figures.py", "def figures(rng):\n    return {}\n")
    assert tree.structure() == []


def test_a_name_is_superseded_only_openly(tree):
    tree.append(CODE, "\n\ndef alpha_center(x):  # replaces t01_alpha\n    return x\n")
    assert tree.structure() == []
    tree.edit(CODE, "# replaces t01_alpha", "# replaces t09_other")
    assert tree.structure().say("end the line with # replaces t01_alpha")


def test_the_public_names_are_listed(tree):
    tree.write(INIT, '"""Beta."""\n')
    assert tree.structure().say(f"{INIT}:1: names: list the public names in __all__")


def test_listed_names_exist_and_stand_once(tree):
    tree.edit(INIT, '"beta_scale"]', '"beta_scale", "beta_scale", "lost"]')
    findings = tree.structure()
    assert findings.say(f"{INIT}:5: names: __all__ lists lost, which is not there")
    assert findings.say("__all__ lists beta_scale twice: remove one")


# exercises and traps


def test_a_topic_has_exercises(tree):
    tree.edit(CODE, "  # exercise", "")
    assert tree.structure().say("exercises: mark exercises: `def ...:  # exercise`")


def test_an_exercise_has_two_traps(tree):
    tree.remove(f"{BETA}/traps/scale_by_zero.py")
    message = "beta_scale has 1 traps: write 2 or more in traps/"
    assert tree.structure().say(f"{CODE}:11: traps: {message}")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"""A column', 'x = """A column', "begin with a docstring that says what people get"),
        ("EXERCISE =", "EXERCIZE =", 'add EXERCISE = "..." (a text)'),
        ("MESSAGE =", "MASSAGE =", 'add MESSAGE = "..." (a text)'),
        ('"deviation of 0"', '" "', 'add MESSAGE = "..." (a text)'),
        ('"deviation of 0"', "3", 'add MESSAGE = "..." (a text)'),
        ("def beta_scale", "def scale", "add the wrong version: def beta_scale(...) or CHANGES"),
        ("\n\n\ndef", "\nCHANGES = []\n\n\ndef", "CHANGES = [(old, new), ...], exactly one of the"),
        ('"beta_scale"', '"Lost.beta_scale"', "no exercise is called 'Lost.beta_scale'"),
        ("return (", "return ((", "syntax: Python cannot read this: '(' was never closed"),
    ],
)
def test_a_trap_has_its_format(tree, old, new, message):
    trap = f"{BETA}/traps/scale_by_zero.py"
    tree.edit(trap, old, new)
    assert tree.structure().say(trap, message)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ("[]", "CHANGES must be a list of pairs of texts"),
        ("[('> 0', '>= 0', '')]", "CHANGES must be a list of pairs of texts"),
        ("['ab']", "CHANGES must be a list of pairs of texts"),
        ("[('> 0', 0)]", "CHANGES must be a list of pairs of texts"),
        ("[('> 0', str(0))]", "CHANGES must be a list of pairs of texts"),
        ("[('> 9', '>= 0')]", "CHANGES: '> 9' does not stand in the exercise"),
        ("[('centred', 'x')]", "CHANGES: 'centred' stands 5 times in the exercise, not once"),
    ],
)
def test_a_trap_made_of_changes_has_its_format(tree, pairs, message):
    trap = f"{BETA}/traps/scale_by_zero.py"
    tree.write(trap, f"{TRAP}CHANGES = {pairs}\n")
    assert tree.structure().say(f"{trap}:1: traps: {message}")


def test_a_trap_that_no_longer_fits_the_exercise_is_named(tree):
    trap = f"{BETA}/traps/scale_by_zero.py"
    tree.write(trap, f'{TRAP}CHANGES = [("deviation > 0", "deviation > -1")]\n')
    assert tree.structure() == []
    tree.edit(CODE, "deviation > 0", "0 < deviation")
    message = "CHANGES: 'deviation > 0' does not stand in the exercise"
    assert tree.structure().say(f"{trap}:1: traps: {message}")


# what is broken is reported


def test_a_syntax_error_is_reported_with_its_line(tree):
    tree.edit(CODE, "def beta_scale(x):", "def beta_scale(x:")
    assert tree.structure().say(f"{CODE}:11: syntax: Python cannot read this: '(' was never")


def test_a_file_that_is_not_utf8_is_reported(tree):
    (tree.root / CODE).write_bytes(b"x = '\xff'\n")
    assert tree.structure().say(f"{CODE}:1: syntax: not UTF-8")


def test_a_package_without_metadata_is_reported_and_the_rest_checked(tree):
    tree.remove(f"{ALPHA}/pyproject.toml")
    tree.remove(f"{BETA}/README.md")
    findings = tree.structure()
    assert findings.say(f"{ALPHA}/pyproject.toml:1: metadata: missing: a topic package needs it")
    assert findings.say(f"{BETA}/README.md:1: files: missing")


def test_an_empty_package_is_reported(tree):
    tree.remove(f"{BETA}/src")
    assert tree.structure().say(f"{BETA}/src/t02_beta/__init__.py:1: files: missing")
