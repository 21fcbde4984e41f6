"""Make a wrong version of an exercise from the right one: old texts are replaced by new ones."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Sequence
from itertools import pairwise

Change = tuple[str, str]  # an old text and the new one


def read_changes(node: ast.expr) -> tuple[Change, ...]:
    """Return the changes written in a trap; raise ValueError unless they are pairs of texts."""
    try:
        pairs = ast.literal_eval(node)
    except ValueError:
        pairs = None
    if not pairs or not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
        raise ValueError('CHANGES must be a list of pairs of texts: [("old", "new"), ...]')
    return tuple(pairs)


def _is_pair(pair: object) -> bool:
    return isinstance(pair, tuple) and [type(text) for text in pair] == [str, str]


def changed(source: str, changes: Sequence[Change]) -> str:
    """Return `source` with every old text replaced; each must stand there exactly once.

    Texts without a line break are parts of a line. Where one of the two has a line break, both are
    whole lines, written at any indentation: they get the one that the old lines have in `source`.
    """
    found = sorted(_find(source, old, new) for old, new in changes)
    for (_, end, _), (start, _, _) in pairwise(found):
        if start < end:
            raise ValueError(f"CHANGES: two of them change {source[start:end].strip()!r}")
    result = source
    for start, end, new in reversed(found):
        result = result[:start] + new + result[end:]
    try:
        ast.parse(result)
    except SyntaxError as error:
        line = (error.text or "").strip()
        raise ValueError(f"CHANGES: the result is not Python ({error.msg}): {line!r}") from None
    return result


def _find(source: str, old: str, new: str) -> tuple[int, int, str]:
    """Return where the old text begins and ends in `source`, and what replaces it."""
    whole = "\n" in old + new
    places = list(re.finditer(_lines_pattern(old) if whole else re.escape(old), source, re.M))
    if not old.strip() or not places:
        raise ValueError(f"CHANGES: {old!r} does not stand in the exercise")
    if len(places) > 1:
        raise ValueError(f"CHANGES: {old!r} stands {len(places)} times in the exercise, not once")
    (place,) = places
    if whole:
        new = textwrap.indent(_block(new), place["indent"])
    if new == place[0]:
        raise ValueError(f"CHANGES: {old!r} is replaced by itself")
    return place.start(), place.end(), new


def _lines_pattern(text: str) -> str:
    """Return a pattern of these whole lines at any indentation, the same one for each."""
    lines = _block(text).splitlines()
    first, *rest = (re.escape(line) + "\n" for line in lines or [""])
    return f"^(?P<indent> *){first}" + "".join(
        line if line == "\n" else f"(?P=indent){line}" for line in rest
    )


def _block(text: str) -> str:
    """Return the lines of `text` without their common indentation and empty lines around."""
    block = textwrap.dedent(text).strip("\n")
    return f"{block}\n" if block else ""
