"""Check the texts of a topic: README, hints and questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scratchtools.findings import Finding, Sources
from scratchtools.prose import Section, sections, words
from scratchtools.topics import Topic

README_SECTIONS = (
    "Objectives",
    "The problem",
    "The idea",
    "Constraints",
    "Edge cases",
    "Success criteria",
    "Where it leads",
)
README_LINES = 120
EXERCISES = range(6, 17)
QUESTIONS = 5
LEVELS = ("1", "2", "3")
ANSWER_WORDS = 12
NUMBER = re.compile(r"(?<![\w.])-?\d+(\.\d+)?")
FAILURE_MODE = "**Failure mode:**"
ANSWER = re.compile(
    r"<details>\s*<summary>[^<]*</summary>\s*\n\s*\n(?P<answer>.*?)\n\s*\n\s*</details>", re.S
)


def check_readme(topic: Topic, sources: Sources) -> Iterator[Finding]:
    """Yield faults of the README: heading, sections in order, length."""
    file = topic.folder / "README.md"
    if not file.is_file():
        yield sources.finding(file, 1, "readme", "missing: say what the topic is about")
        return
    text = sources.text(file)
    lines = text.rstrip("\n").count("\n") + 1
    if lines > README_LINES:
        message = f"{lines} lines: shorten it to {README_LINES}"
        yield sources.finding(file, README_LINES + 1, "readme", message)
    found = sections(text)
    if not found or found[0].level != 1 or not found[0].title.startswith(f"{topic.id} · "):
        yield sources.finding(file, 1, "readme", f"begin with the heading `# {topic.id} · Title`")
    chapters = [section for section in found if section.level == 2]
    titles = [section.title for section in chapters]
    for section in chapters:
        if section.title not in README_SECTIONS:
            message = f"`## {section.title}` is no section of a README: make it a paragraph or ###"
            yield sources.finding(file, section.line, "readme", message)
    for place, title in enumerate(README_SECTIONS):
        if title not in titles:
            after = f"after `## {README_SECTIONS[place - 1]}`" if place else "as the first section"
            yield sources.finding(file, 1, "readme", f"add `## {title}` {after}")
    present = [title for title in titles if title in README_SECTIONS]
    if present != sorted(set(present), key=README_SECTIONS.index):
        message = f"order the sections, each once: {', '.join(README_SECTIONS)}"
        yield sources.finding(file, 1, "readme", message)
    for place, section in enumerate(found):
        has_part = place + 1 < len(found) and found[place + 1].level > section.level
        if section.level > 1 and not section.text and not has_part:
            message = f"`{section.title}` is empty: write it"
            yield sources.finding(file, section.line, "readme", message)


def check_hints(topic: Topic, sources: Sources, exercises: list[str]) -> Iterator[Finding]:
    """Yield exercises without hints, hints without an exercise, and faults of each exercise's."""
    file = topic.folder / "hints.md"
    if len(exercises) not in EXERCISES:
        low, high = EXERCISES[0], EXERCISES[-1]
        message = f"{len(exercises)} exercises in src (`# exercise`): make it {low} to {high}"
        yield sources.finding(topic.folder / "pyproject.toml", 1, "exercises", message)
    if not file.is_file():
        yield sources.finding(file, 1, "hints", "missing: write three hints for each exercise")
        return
    found = sections(sources.text(file))
    titles = [section.title.strip("`") for section in found if section.level == 2]
    for name in exercises:
        if titles.count(name) != 1:
            problem = f"add `## {name}` with three hints" if name not in titles else "join them"
            message = f"{titles.count(name)} sections for the exercise {name}: {problem}"
            yield sources.finding(file, 1, "hints", message)
    for place, section in enumerate(found):
        if section.level == 2:
            levels = []
            for following in found[place + 1 :]:
                if following.level <= 2:
                    break
                levels.append(following)
            yield from _exercise_hints(section, levels, exercises, sources, topic)


def _exercise_hints(
    section: Section, levels: list[Section], exercises: list[str], sources: Sources, topic: Topic
) -> Iterator[Finding]:
    file = topic.folder / "hints.md"
    name = section.title.strip("`")
    if name not in exercises:
        message = f"no exercise is called {name}: rename or remove the section"
        yield sources.finding(file, section.line, "hints", message)
    numbers = [level.title.split()[0].rstrip(".:") if level.title else "" for level in levels]
    if numbers != list(LEVELS):
        message = f"{name} needs the hints ### 1, ### 2, ### 3 in this order, has {numbers}"
        yield sources.finding(file, section.line, "hints", message)
    for number, level in zip(numbers, levels, strict=True):
        body = level.text.partition(FAILURE_MODE)[0]
        if len(words(body)) < 4:
            message = f"hint {number} of {name} says nothing: write it"
            yield sources.finding(file, level.line, "hints", message)
        elif number == "2" and len(NUMBER.findall(body)) < 2:
            message = f"hint 2 of {name} needs a worked example with numbers (two or more)"
            yield sources.finding(file, level.line, "hints", message)
    whole = "\n".join([section.text, *(level.text for level in levels)])
    mode = re.search(rf"^{re.escape(FAILURE_MODE)}(.*)$", whole, re.M)
    if mode is None or len(words(mode[1])) < 4:
        message = f"{name} needs a line `{FAILURE_MODE} ...` that says what goes wrong and how"
        yield sources.finding(file, section.line, "hints", message)


def check_questions(topic: Topic, sources: Sources) -> Iterator[Finding]:
    """Yield faults of the interview questions: their number, form, and folded answers."""
    file = topic.folder / "questions.md"
    asked = [section for section in sections(sources.text(file)) if section.level == 2]
    if len(asked) < QUESTIONS:
        message = f"{len(asked)} questions (## ...?): write {QUESTIONS} or more about {topic.title}"
        yield sources.finding(file, 1, "questions", message)
    for section in asked:
        if not section.title.endswith("?"):
            message = f"`{section.title}` is no question: end it with a question mark"
            yield sources.finding(file, section.line, "questions", message)
        answer = ANSWER.search(section.text)
        if answer is None:
            message = "fold the answer: <details><summary>Answer</summary>, blank line, text, "
            message += "blank line, </details>"
            yield sources.finding(file, section.line, "questions", message)
        elif len(words(answer["answer"])) < ANSWER_WORDS:
            message = f"the answer is too short to learn from: {ANSWER_WORDS} words or more"
            yield sources.finding(file, section.line, "questions", message)
