"""Check that relative links in Markdown files lead to a file, and to a heading in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from scratchtools.findings import Finding, Sources
from scratchtools.prose import numbered_lines, sections

CODE_SPAN = re.compile(r"(`+).*?\1")
LINK = re.compile(r"\]\(\s*(<[^>]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)[^)]*\)")
DEFINITION = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*(\S+)")
ATTRIBUTE = re.compile(r"<(?:a|img)\b[^>]*?\b(?:href|src)\s*=\s*[\"']([^\"']*)", re.I)
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
ANCHOR = re.compile(r"<[^>]*\b(?:id|name)\s*=\s*[\"']([^\"']+)", re.I)


def check_links(file: Path, sources: Sources) -> Iterator[Finding]:
    """Yield the relative links of one Markdown file that lead nowhere."""
    for number, line, inside in numbered_lines(sources.text(file)):
        if inside:
            continue
        visible = CODE_SPAN.sub("", line)
        targets = LINK.findall(visible) + ATTRIBUTE.findall(visible) + DEFINITION.findall(visible)
        for target in targets:
            problem = _problem(file, target.strip("<>"), sources)
            if problem:
                yield sources.finding(file, number, "links", problem)


def _problem(file: Path, target: str, sources: Sources) -> str:
    if OUTSIDE.match(target):
        return ""
    path, _, anchor = unquote(target).partition("#")
    if not path and not anchor:
        return "a link without a target: write where it leads"
    aim = (file.parent / path).resolve() if path else file
    if path.startswith("/") or not aim.is_relative_to(sources.root.resolve()):
        return f"{target} leads out of the repository: use a path relative to this file"
    if not aim.exists():
        return f"{target} does not exist: correct the path"
    if anchor and aim.suffix == ".md" and anchor.lower() not in anchors(sources.text(aim)):
        return f"{target}: no heading of {aim.name} has the anchor #{anchor}"
    return ""


def anchors(text: str) -> set[str]:
    """Return the anchors of a Markdown text, made from its headings as GitHub does."""
    found: set[str] = set(ANCHOR.findall(text))
    for section in sections(text):
        base = re.sub(r"[^\w\- ]", "", section.title.lower()).replace(" ", "-")
        name, count = base, 0
        while name in found:
            count += 1
            name = f"{base}-{count}"
        found.add(name)
    return found
