"""The metadata of topics: what is read, what is refused and with which words."""

from __future__ import annotations

import math

import pytest
from scratchtools.targets import Milestone, Target
from scratchtools.topics import (
    MODULES,
    MetadataError,
    UnknownTopic,
    load_topics,
    repository_root,
    resolve,
    scan,
    with_prerequisites,
)

ALPHA = "packages/t01-alpha"
PYPROJECT = f"{ALPHA}/pyproject.toml"
BETA = '"t01-alpha{env:SCRATCH_PIN: @ {root:parent:uri}/t01-alpha}"'


def test_a_topic_is_what_its_metadata_says(tree):
    topic = tree.topics["t01"]
    assert (topic.number, topic.slug, topic.name) == (1, "alpha", "t01-alpha")
    assert (topic.import_name, topic.title) == ("t01_alpha", "Title of alpha")
    assert (topic.module, topic.hours, topic.optional) == (0, 6, False)
    assert topic.requires == () and topic.milestone is None
    assert topic.dependencies == ("numpy",)
    assert topic.extras == {"test": ("pytest", "pytest-timeout", "scratchcore")}
    assert topic.source == tree.root / ALPHA / "src"
    assert topic.package == topic.source / "t01_alpha"
    assert topic.tests == tree.root / ALPHA / "tests"


def test_topics_come_in_the_order_of_their_numbers(empty):
    for number, slug in ((10, "ten"), (2, "two"), (1, "one")):
        empty.add(number, slug)
    assert list(empty.topics) == ["t01", "t02", "t10"]


def test_there_are_six_modules():
    assert len(MODULES) == 6


def test_a_topic_without_a_heading_is_called_by_its_name(tree):
    tree.remove(f"{ALPHA}/README.md")
    assert tree.topics["t01"].title == "t01-alpha"


def test_a_milestone_has_seeds_and_targets(tree):
    tree.append(
        PYPROJECT,
        "[tool.topic.milestone]\nseeds = [3, 4]\n[tool.topic.milestone.targets]\n"
        "accuracy = { min = 0.95 }\nloss = { min = 0, max = 0.1 }\n",
    )
    milestone = tree.topics["t01"].milestone
    assert milestone.seeds == (3, 4)
    assert milestone.targets == {"accuracy": Target(min=0.95), "loss": Target(0.0, 0.1)}
    assert milestone.seconds is None and milestone.real is None


def test_a_milestone_may_have_a_real_dataset_with_targets_of_its_own(tree):
    tree.append(PYPROJECT, f"{MILESTONE}x.min = 1\n{REAL}y.max = 2\n")
    real = tree.topics["t01"].milestone.real
    assert real == Milestone((0,), {"y": Target(max=2.0)}, seconds=180.0, dataset="mnist")


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [
        (Target(min=0.5), 0.5, True),
        (Target(min=0.5), 0.49, False),
        (Target(max=2), 2, True),
        (Target(max=2), 2.1, False),
        (Target(1, 2), 3, False),
        (Target(max=2), math.nan, False),
        (Target(min=2), math.nan, False),
    ],
)
def test_a_target_includes_its_limits_and_refuses_nan(target, value, met):
    assert target.met(value) is met


def test_a_target_says_its_limits():
    assert str(Target(0.5, 2)) == ">= 0.5 and <= 2"
    assert str(Target(max=0.01)) == "<= 0.01"


REAL = (
    "[tool.topic.milestone.real]\ndataset = 'mnist'\nseconds = 180\n"
    "[tool.topic.milestone.real.targets]\n"
)
MILESTONE = "\n[tool.topic.milestone]\nseeds = [0]\n[tool.topic.milestone.targets]\n"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "module = 0",
            "modul = 0",
            "tool.topic.modul is not a known key; allowed: hours, milestone",
        ),
        ("module = 0", "", "tool.topic.module is missing"),
        ("module = 0", "module = 6", "tool.topic.module must be 0 to 5, got 6"),
        ("module = 0", 'module = "0"', "tool.topic.module must be int, got '0'"),
        ("module = 0", "module = true", "tool.topic.module must be int, got True"),
        ("hours = 6", "hours = 0", "tool.topic.hours must be 0.5 to 100, got 0"),
        ("hours = 6", "hours = 6\noptional = 1", "tool.topic.optional must be bool, got 1"),
        ("[tool.topic]", "[tool.subject]", "[tool.topic] is missing"),
        ("[project]", "[project]\nauthor = 'x'", "project.author is not a known key"),
        ('"t01-alpha"', '"t01-beta"', "project.name must be the folder's name, 't01-alpha'"),
        ('["numpy>=2.0"]', '[">=2.0"]', "project.dependencies must be a list of requirements"),
        ('["numpy>=2.0"]', "[2]", "project.dependencies must be a list of requirements, got 2"),
        ("test = [", "test = [3,", "project.optional-dependencies.test must be a list"),
        ('["numpy>=2.0"]', '["numpy>=2.0"', "not TOML"),
        ("hours = 6", f"hours = 6{MILESTONE}", "milestone.targets needs at least one metric"),
        ("hours = 6", f"hours = 6{MILESTONE}x = 3", "[tool.topic.milestone.targets.x] is not a"),
        ("hours = 6", f"hours = 6{MILESTONE}x = {{mim = 3}}", "targets.x.mim is not a known key"),
        ("hours = 6", f"hours = 6{MILESTONE}x = {{}}", "targets.x needs `min` or `max`"),
        ("hours = 6", f"hours = 6{MILESTONE.replace('[0]', '[]')}x.min = 1", "milestone.seeds"),
        ("hours = 6", f"hours = 6{MILESTONE}x.min = 1\n{REAL}", "real.targets needs at least one"),
        (
            "hours = 6",
            f"hours = 6{MILESTONE}x.min = 1\n{REAL.replace('180', '0')}y.max = 2",
            "milestone.real.seconds must be 1 to",
        ),
        (
            "hours = 6",
            f"hours = 6{MILESTONE}x.min = 1\n{REAL.replace('dataset', 'data')}y.max = 2",
            "milestone.real.data is not a known key",
        ),
    ],
)
def test_wrong_metadata_is_refused_with_file_and_key(tree, old, new, message):
    tree.edit(PYPROJECT, old, new)
    with pytest.raises(MetadataError) as caught:
        load_topics(tree.root)
    assert str(caught.value).startswith(str(tree.root / PYPROJECT))
    assert message in str(caught.value)


def test_a_fault_in_one_package_leaves_the_others_readable(tree):
    tree.remove(PYPROJECT)
    topics, faults = scan(tree.root)
    assert list(topics) == ["t02"]
    assert "missing: a topic package needs it" in str(faults["t01-alpha"])


@pytest.mark.parametrize(
    ("folder", "message"),
    [("t1-short", "a topic's folder is named like t12-im2col"), ("t02-gamma", "t02-beta has the")],
)
def test_a_folder_that_cannot_be_a_topic_is_a_fault(tree, folder, message):
    text = (tree.root / PYPROJECT).read_text().replace("t01-alpha", folder)
    tree.write(f"packages/{folder}/pyproject.toml", text)
    assert message in str(scan(tree.root)[1][folder])


def test_folders_that_hold_only_caches_are_not_topics(tree):
    tree.write("packages/t03-gone/src/__pycache__/x.pyc", "")
    tree.write("packages/.hidden/x", "")
    assert scan(tree.root)[1] == {}
    assert list(tree.topics) == ["t01", "t02"]


@pytest.mark.parametrize("name", ["t02", "2", "02", "t2", "beta", "t02-beta", "t02_beta", "T02"])
def test_a_topic_has_many_names(tree, name):
    assert resolve(name, tree.topics).id == "t02"


def test_a_name_with_a_slip_is_answered_with_the_nearest_topic(tree):
    with pytest.raises(UnknownTopic, match="no topic 'betta': did you mean t02-beta"):
        resolve("betta", tree.topics)


def test_a_strange_name_is_answered_with_where_the_names_are(tree):
    with pytest.raises(UnknownTopic, match="no topic 'zzzzzz': `scratch topics` lists them"):
        resolve("zzzzzz", tree.topics)


def test_prerequisites_are_transitive_in_order_and_without_the_topic(tree):
    tree.add(3, "gamma")
    tree.edit("packages/t02-beta/pyproject.toml", '["numpy>=2.0"]', f"[{BETA}]")
    gamma = BETA.replace("t01-alpha", "t02-beta")
    tree.edit("packages/t03-gamma/pyproject.toml", '["numpy>=2.0"]', f"[{gamma}]")
    topics = tree.topics
    assert topics["t03"].requires == ("t02",)
    assert [topic.id for topic in with_prerequisites(topics["t03"], topics)] == ["t01", "t02"]


def test_prerequisites_of_a_cycle_end(tree):
    tree.edit("packages/t02-beta/pyproject.toml", '["numpy>=2.0"]', '["t01-alpha"]')
    tree.edit(PYPROJECT, '["numpy>=2.0"]', '["t02-beta"]')
    topics = tree.topics
    assert [topic.id for topic in with_prerequisites(topics["t01"], topics)] == ["t02"]


def test_a_missing_prerequisite_is_named(tree):
    tree.edit(PYPROJECT, '["numpy>=2.0"]', '["t07-lost"]')
    with pytest.raises(MetadataError, match=r"project\.dependencies leads to t07, which is miss"):
        with_prerequisites(tree.topics["t01"], tree.topics)


def test_the_root_is_found_upwards(tree, monkeypatch):
    monkeypatch.delenv("SCRATCH_ROOT")
    assert repository_root(tree.root / ALPHA / "src") == tree.root.resolve()
    monkeypatch.chdir(tree.root / ALPHA)
    assert repository_root() == tree.root.resolve()


def test_a_wrong_scratch_root_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("SCRATCH_ROOT", str(tmp_path / "nowhere"))
    with pytest.raises(LookupError, match=r"SCRATCH_ROOT is .*nowhere.*no folder `packages`"):
        repository_root()
