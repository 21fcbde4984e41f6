"""Check the files of a topic package: what must be there, what must not, what steps look like."""

from __future__ import annotations

import ast
import fnmatch
from collections.abc import Iterator
from pathlib import Path

from scratchtools.findings import Finding, Sources, files_below
from scratchtools.grade import graded_files, is_graded
from scratchtools.topics import Topic

REQUIRED = {
    "pyproject.toml": "the package's metadata",
    "README.md": "what the topic is about",
    "hints.md": "three hints for each exercise",
    "questions.md": "five interview questions or more",
    "src/{import_name}/__init__.py": "the public names",
    "tests/test_1_*.py": "the first graded step",
    "traps/*.py": "wrong versions that the tests must catch",
    "benchmarks/bench_*.py": "the timed cases",
}
MILESTONE = {"src/{import_name}/milestone.py": "the milestone's run"}
DATA = (".csv", ".gz", ".json", ".npy", ".npz", ".txt")
ALLOWED = ("pyproject.toml", "README.md", "hints.md", "questions.md", "metrics.md")
NEVER_GRADED = frozenset({"torch", "sklearn", "matplotlib", "scipy"})
SKIPS = frozenset({"skip", "skipif", "xfail", "importorskip"})


def check_files(topic: Topic, sources: Sources) -> Iterator[Finding]:
    """Yield missing files and files that have no place in a topic package."""
    present = [file.relative_to(topic.folder).as_posix() for file in files_below(topic.folder)]
    required = REQUIRED | (MILESTONE if topic.milestone else {})
    if "oracle" in topic.extras:
        required["tests/test_oracle.py"] = "the comparison with another library"
    for pattern, purpose in required.items():
        wanted = pattern.format(import_name=topic.import_name)
        if not any(fnmatch.fnmatchcase(name, wanted) for name in present):
            file = topic.folder / wanted
            yield sources.finding(file, 1, "files", f"missing: add it ({purpose})")
    for name in present:
        reason = _unexpected(name, topic)
        if reason:
            yield sources.finding(topic.folder / name, 1, "files", reason)


def _unexpected(name: str, topic: Topic) -> str:
    package = f"src/{topic.import_name}/"
    stem = Path(name).name
    if name in ("metrics.md", f"{package}milestone.py") and topic.milestone is None:
        return "only a topic with targets has this: add [tool.topic.milestone] to pyproject.toml"
    if name in ALLOWED or (name.startswith(package) and name.endswith((".py", *DATA))):
        return ""
    if name.startswith("src/"):
        return f"unexpected: {package} holds Python files and data ({' '.join(DATA)}) only"
    folder, _, rest = name.partition("/")
    if folder == "tests" and stem == "__init__.py":
        return "remove it: tests are imported by path (--import-mode=importlib)"
    fits = {
        "tests": fnmatch.fnmatchcase(rest, "test_*.py")
        or rest == "conftest.py"
        or (rest.startswith("data/") and rest.endswith(DATA)),
        "traps": fnmatch.fnmatchcase(rest, "*.py") and "/" not in rest,
        "benchmarks": fnmatch.fnmatchcase(rest, "bench_*.py"),
    }
    if fits.get(folder) and (folder != "tests" or "/" not in rest or rest.startswith("data/")):
        return ""
    return "unexpected: nothing in a topic package has this place or name; move or remove it"


def check_steps(topic: Topic, sources: Sources) -> Iterator[Finding]:
    """Yield faults of the graded steps: numbering, titles, skipped tests, imports."""
    files = graded_files(topic)
    for place, file in enumerate(files, 1):
        number = int(is_graded(file)[1])
        if number != place:
            message = f"step {number} is in place {place}: number the steps 1, 2, 3 ..."
            yield sources.finding(file, 1, "steps", message)
        yield from _step(file, sources)
    oracle = topic.tests / "test_oracle.py"
    if oracle.is_file() and "pytestmark = pytest.mark.oracle" not in sources.text(oracle):
        message = "mark every test of the file: pytestmark = pytest.mark.oracle"
        yield sources.finding(oracle, 1, "steps", message)


def _step(file: Path, sources: Sources) -> Iterator[Finding]:
    tree = sources.tree(file)
    title = (ast.get_docstring(tree) or "").split("\n")[0]
    if not title:
        message = "begin the file with a docstring: its first line is the step's title"
        yield sources.finding(file, 1, "steps", message)
    if not any(_is_test(node) for node in sources.nodes(file)):
        yield sources.finding(file, 1, "steps", "has no test function: write one")
    for node in sources.nodes(file):
        if isinstance(node, ast.Attribute) and node.attr in SKIPS:
            message = f"`{node.attr}` in a graded test: a learner must not pass by skipping"
            yield sources.finding(file, node.lineno, "steps", message)
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else names
            for name in {name.split(".")[0] for name in names} & NEVER_GRADED:
                message = f"a graded test cannot need {name}: move this to another test file"
                yield sources.finding(file, node.lineno, "steps", message)


def _is_test(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test")
