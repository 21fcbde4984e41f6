"""Read Markdown as the checks need it: sections with line numbers, sentences, visible text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

FENCE = re.compile(r"\s*(```|~~~)")
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
NEW_BLOCK = re.compile(r"\s*([-*+]|\d+[.)])\s|\s*>|\s*\|")
MARKUP = re.compile(r"<[^<>]+>|!?\[([^\]]*)\]\([^)]*\)")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"')*_]*\s+")
WORD = re.compile(r"\w+")
SENTENCE_WORDS = 6


@dataclass
class Section:
    """A heading and the lines below it, up to the next heading of any level."""

    level: int
    title: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines below the heading, without blank ones at both ends."""
        return "\n".join(self.lines).strip()


@dataclass(frozen=True)
class Sentence:
    """A sentence as it is written, where it begins, and its words for comparing."""

    text: str
    line: int
    words: tuple[str, ...]


def sections(text: str) -> list[Section]:
    """Return the sections of a Markdown text; headings inside code fences are text."""
    found: list[Section] = []
    for number, line, inside in numbered_lines(text):
        heading = None if inside else HEADING.match(line)
        if heading:
            found.append(Section(len(heading[1]), heading[2], number))
        elif found:
            found[-1].lines.append(line)
    return found


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, without markup and punctuation."""
    return tuple(WORD.findall(MARKUP.sub(r" \1 ", text).lower().replace("_", " ")))


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of six words or more, headings included and code left out."""
    found = []
    for block in _blocks(text):
        joined = " ".join(line.strip() for _, line in block)
        starts, place = [], 0
        for number, line in block:
            starts.append((place, number))
            place += len(line.strip()) + 1
        for offset, piece in _pieces(joined):
            spelled = words(piece)
            if len(spelled) >= SENTENCE_WORDS:
                line = max(number for start, number in starts if start <= offset)
                found.append(Sentence(piece.strip(), line, spelled))
    return found


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    begin = 0
    for end in SENTENCE_END.finditer(text):
        yield begin, text[begin : end.start()]
        begin = end.end()
    yield begin, text[begin:]


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    block: list[tuple[int, str]] = []
    for number, line, inside in numbered_lines(text):
        heading = HEADING.match(line)
        if block and (inside or heading or not line.strip() or NEW_BLOCK.match(line)):
            yield block
            block = []
        if heading and not inside:
            yield [(number, heading[2])]
        elif line.strip() and not inside:
            block.append((number, line))
    if block:
        yield block


def numbered_lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield number, line, and whether it belongs to a code fence."""
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        mark = FENCE.match(line)
        if fence:
            yield number, line, True
            fence = "" if mark and mark[1] == fence else fence
        elif mark:
            fence = mark[1]
            yield number, line, True
        else:
            yield number, line, False
