"""Read hints.md and questions.md for the learner: levels of help, questions with answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scratchtools.prose import sections

if TYPE_CHECKING:
    from scratchtools.topics import Topic

FAILURE_MODE = re.compile(r"^\*\*Failure mode:\*\*\s*(.*?)(?=\n\s*\n|\Z)", re.M | re.S)
FOLDED = re.compile(r"<details>\s*<summary>.*?</summary>(?P<answer>.*?)</details>", re.S)


@dataclass(frozen=True)
class Hint:
    """One level of help for one exercise."""

    level: int
    title: str
    text: str


@dataclass
class ExerciseHints:
    """All help for one exercise: its levels in order, and how it typically goes wrong."""

    levels: list[Hint] = field(default_factory=list)
    failure_mode: str = ""


@dataclass(frozen=True)
class Question:
    """An interview question with its answer."""

    text: str
    answer: str


def read_hints(topic: Topic) -> dict[str, ExerciseHints]:
    """Return the hints of every exercise by its id; none without a hints.md."""
    path = topic.folder / "hints.md"
    found: dict[str, ExerciseHints] = {}
    current = ExerciseHints()
    for section in sections(path.read_text(encoding="utf-8") if path.is_file() else ""):
        if section.level == 2:
            current = found.setdefault(section.title.strip("`"), ExerciseHints())
        elif section.level == 3:
            number, _, title = section.title.partition(" ")
            if number.rstrip(".:").isdigit():
                text = FAILURE_MODE.sub("", section.text).strip()
                current.levels.append(Hint(int(number.rstrip(".:")), title.strip(" .:·-"), text))
        if section.level in (2, 3) and (mode := FAILURE_MODE.search(section.text)):
            current.failure_mode = " ".join(mode[1].split())
    return found


def read_questions(topic: Topic) -> list[Question]:
    """Return the topic's interview questions; none without a questions.md."""
    path = topic.folder / "questions.md"
    found = []
    for section in sections(path.read_text(encoding="utf-8") if path.is_file() else ""):
        if section.level == 2:
            folded = FOLDED.search(section.text)
            rest = section.text[: folded.start()].strip() if folded else section.text
            answer = folded["answer"].strip() if folded else ""
            found.append(Question(f"{section.title}\n\n{rest}".strip(), answer))
    return found
