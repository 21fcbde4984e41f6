"""Show a verdict to the learner: the steps with counts, and the first failure in words."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scratchtools.console import commands, console, relative
from scratchtools.starter import find_exercises

if TYPE_CHECKING:
    from scratchtools.grade import Outcome, Step, TestResult
    from scratchtools.starter import Exercise
    from scratchtools.topics import Topic

HINT = re.compile(r"scratch hint t\d\d ([\w.]+)")
HINT_LINE = re.compile(r"\s*next:\s+scratch hint \S+ \S+\s*$")  # said at the end anyway
PRINTED_LINES = 20


def exercises_of(source: Path) -> list[Exercise]:
    """Return the exercises in the learner's files; none while a file cannot be parsed."""
    try:
        return find_exercises(source)
    except (SyntaxError, ValueError):
        return []


def in_step_order(topic: Topic, exercises: Sequence[Exercise]) -> list[Exercise]:
    """Order exercises by where the graded tests first speak of them: the order to write them."""
    from scratchtools.grade import graded_files

    text = "\n".join(_text_below_imports(path) for path in graded_files(topic))

    def mention(name: str) -> int:
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        return found.start() if found else len(text)

    def first_mention(exercise: Exercise) -> int:
        parts = [part for part in exercise.id.split(".") if not part.startswith("__")]
        return min(mention(exercise.id), max(map(mention, parts)))

    return sorted(exercises, key=first_mention)


def _text_below_imports(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    for node in ast.parse(text).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    return "\n".join(lines)


def exercise_at_fault(topic: Topic, result: TestResult, source: Path) -> str | None:
    """Return the exercise that a failed test is about, from what is known, best evidence first."""
    exercises = exercises_of(source) or find_exercises(topic.source)
    known = {exercise.id for exercise in exercises}
    if result.exercise in known:
        return result.exercise
    named = [name.rstrip(".") for name in HINT.findall(result.message)]
    if named and named[0] in known:
        return named[0]
    if result.where:
        path, line = result.where
        for exercise in exercises:
            if source / exercise.file == path and exercise.line <= line <= exercise.end_line:
                return exercise.id
    mentioned = _names_in_test(topic, result.id)
    return next((exercise.id for exercise in exercises if exercise.name in mentioned), None)


def _names_in_test(topic: Topic, test_id: str) -> set[str]:
    file, *parts = test_id.partition("[")[0].split("::")
    tree = ast.parse((topic.tests / file).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == parts[-1]:
            names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
            return names | {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    return set()


def claim(test_id: str) -> str:
    """Turn a test's name into the claim it makes."""
    name = test_id.rpartition("::")[2]
    name, bracket, case = name.partition("[")
    return name.removeprefix("test_").replace("_", " ") + (f" [{case}" if bracket else "")


def show_outcome(topic: Topic, outcome: Outcome, source: Path, *, traceback: bool = False) -> None:
    """Print the steps and explain the first failing one."""
    out = console()
    first = outcome.first_failure()
    width = max((len(step.title) for step in outcome.steps), default=0)
    for number, step in enumerate(outcome.steps, 1):
        text, style = _step_line(number, len(outcome.steps), step, width)
        out.print(text, style=style, soft_wrap=True)
    if outcome.passed:
        return
    out.print()
    if outcome.problem:
        _show_problem(outcome, traceback)
    if first and not (outcome.problem and first.message in ("", "this test did not run")):
        _show_failure(outcome, first, traceback)
    _show_next(topic, outcome, first, source, traceback)


def _step_line(number: int, total: int, step: Step, width: int) -> tuple[str, str]:
    whole = step.passed + step.failed
    mark, style = ("ok  ", "green") if not step.failed else ("FAIL", "red")
    count = f"{step.passed} of {whole} tests pass"
    return f"  {mark}  step {number}/{total}  {step.title:<{width}}  {count}", style


def _show_problem(outcome: Outcome, traceback: bool) -> None:
    out = console()
    out.print(outcome.problem, style="bold red", soft_wrap=True)
    if outcome.printed:
        _show_printed(outcome.printed)
    if traceback and outcome.longrepr:
        out.print(f"\n{outcome.longrepr}", soft_wrap=True)


def _show_failure(outcome: Outcome, result: TestResult, traceback: bool) -> None:
    out = console()
    steps = [step.step for step in outcome.steps]
    place = f"step {steps.index(result.step) + 1}/{len(steps)}  {result.title}"
    out.print(place, style="bold", soft_wrap=True)
    out.print(f"claim     {claim(result.id)}", soft_wrap=True)
    if result.message != outcome.problem:
        said = [line for line in result.message.splitlines() if not HINT_LINE.match(line)]
        for number, line in enumerate(part for whole in said for part in _folded(whole)):
            out.print(f"{'          ' if number else 'but       '}{line}".rstrip(), soft_wrap=True)
    if result.where and not result.not_written and relative(result.where[0]) not in result.message:
        out.print(f"at        {relative(result.where[0])}:{result.where[1]}", soft_wrap=True)
    if result.output.strip():
        _show_printed(result.output)
    if traceback and result.longrepr:
        out.print(f"\n{result.longrepr}", soft_wrap=True)


def _folded(line: str) -> list[str]:
    """Fold a line to the width of the terminal; a pipe gets it whole."""
    line, out = commands(line), console()
    if not out.is_terminal:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(line, max(out.width - 10, 40), subsequent_indent=indent) or [""]


def _show_printed(text: str) -> None:
    lines = text.strip().splitlines()
    out = console()
    out.print("your code printed:", style="dim")
    for line in lines[-PRINTED_LINES:]:
        out.print(f"          {line}", style="dim", soft_wrap=True)


def _show_next(
    topic: Topic, outcome: Outcome, first: TestResult | None, source: Path, traceback: bool
) -> None:
    steps = []
    if first and not outcome.problem:
        exercise = exercise_at_fault(topic, first, source)
        steps.append(f"scratch hint {topic.id}" + (f" {exercise}" if exercise else ""))
    if (outcome.problem or "").startswith("time limit"):
        steps.append(f"if it is right but slow: scratch test {topic.id} --timeout 120")
    has_more = outcome.longrepr or (first and first.longrepr and not first.not_written)
    if has_more and not traceback:
        steps.append(f"scratch test {topic.id} --traceback")
    if steps:
        console().print("\nnext      " + commands("   or   ".join(steps)), soft_wrap=True)


def show_notices(notices: Iterable[str]) -> None:
    """Print what is borrowed, stale or edited."""
    for notice in notices:
        console().print(f"note      {commands(notice)}", style="yellow", soft_wrap=True)


def outcome_document(topic: Topic, outcome: Outcome, source: Path) -> dict:
    """Return a verdict as plain data for JSON."""
    first = outcome.first_failure()
    return {
        "topic": topic.id,
        "passed": outcome.passed,
        "problem": outcome.problem,
        "duration": round(outcome.duration, 3),
        "steps": [dict(zip(step._fields, step, strict=True)) for step in outcome.steps],
        "exercise": exercise_at_fault(topic, first, source) if first else None,
        "results": _result_documents(outcome.results),
    }


def _result_documents(results: Sequence[TestResult]) -> list[dict]:
    return [
        {
            "id": result.id,
            "claim": claim(result.id),
            "step": result.step,
            "outcome": result.outcome,
            "message": commands(result.message),
            "duration": round(result.duration, 4),
            "where": f"{relative(result.where[0])}:{result.where[1]}" if result.where else None,
        }
        for result in results
    ]
