"""Find sentences that stand in two topics, and sentences of the template that nobody replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scratchtools.findings import Finding, Sources
from scratchtools.prose import Sentence, sentences, words
from scratchtools.topics import Topic

TEXTS = ("README.md", "hints.md", "questions.md")
Words = tuple[str, ...]


def check_repeats(
    topics: Iterable[Topic], sources: Sources, template: Iterable[Words] = ()
) -> Iterator[Finding]:
    """Yield every sentence that an earlier topic, or the template of `scratch new`, has too."""
    first: dict[Words, tuple[Topic, Finding]] = {}
    for topic in topics:
        names = {*words(topic.title), *topic.slug.split("-"), topic.id}
        unchanged = {_without(names, spelled) for spelled in template}
        for name in TEXTS:
            file = topic.folder / name
            for sentence in sentences(sources.text(file)):
                if _without(names, sentence.words) in unchanged:
                    message = f"the template's text, write your own: {_short(sentence)}"
                    yield sources.finding(file, sentence.line, "template", message)
                    continue
                here = sources.finding(file, sentence.line, "repeated", "")
                known, there = first.setdefault(sentence.words, (topic, here))
                if known is not topic:
                    message = f"{there.file}:{there.line} says this too: {_short(sentence)}"
                    message += "; say it once, or say what is special here"
                    yield sources.finding(file, sentence.line, "repeated", message)


def _without(names: set[str], spelled: Words) -> Words:
    return tuple(word for word in spelled if word not in names)


def _short(sentence: Sentence) -> str:
    text = " ".join(sentence.text.split())
    return repr(text if len(text) <= 60 else text[:57] + "...")
