"""The means against a changed judge: each canary fails, each replacement is noticed."""

import json
import math
import os
import random
import types

import _pytest.reports
import _pytest.runner
import numpy as np
import numpy.testing
import pytest
from scratchtools import grade_guard

CORE = grade_guard.has_core()


@pytest.fixture(scope="module")
def identities():
    return grade_guard.Identities(core=CORE)


def test_nothing_changed_is_nothing_reported(identities):
    assert identities.changed() == []
    assert len(identities.seen) > 500


@pytest.mark.parametrize(
    ("holder", "name"),
    [
        (np, "allclose"),
        (np.testing, "assert_allclose"),
        (pytest, "raises"),
        (pytest, "approx"),
        (math, "isclose"),
        (_pytest.runner.CallInfo, "from_call"),
        (_pytest.reports.TestReport, "from_item_and_call"),
        (json, "dumps"),
        (os, "getpid"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_replaced_check_is_named(identities, monkeypatch, holder, name):
    with monkeypatch.context() as patch:
        patch.setattr(holder, name, types.SimpleNamespace())
        changed = identities.changed()
    assert any(label.endswith(name) for label in changed)


def test_new_code_inside_an_old_function_is_named(identities, monkeypatch):
    def harmless(*arguments, **options):
        return None

    function = np.testing._private.utils.assert_array_compare
    with monkeypatch.context() as patch:
        patch.setattr(function, "__code__", harmless.__code__)
        changed = identities.changed()
    assert "numpy.testing._private.utils.assert_array_compare" in changed


def test_the_checks_of_the_core_are_watched(identities):
    if CORE:
        assert "scratchcore.testing.assert_close" in {label for label, *_ in identities.seen}


def test_every_canary_fails():
    kinds = grade_guard.canary_kinds(core=CORE)
    names = [f"test_{number}" for number in range(2 * kinds)]
    found = {}
    source = grade_guard.canary_source(names, random.Random(1), core=CORE)
    exec(compile(source, "canaries", "exec"), found)
    for name in names:
        with pytest.raises((Exception, pytest.fail.Exception)):
            found[name]()


def test_canaries_differ_from_run_to_run():
    one, other = (
        grade_guard.canary_source(["test_a"], random.Random(seed), core=False) for seed in (1, 2)
    )
    assert one != other
