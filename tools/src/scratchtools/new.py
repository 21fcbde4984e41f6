"""`scratch new`: make a topic package from the template, which passes `validate` and `check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from scratchtools.console import fail, json_option, print_json, relative

TEMPLATE = Path(__file__).with_name("template")
SUFFIX = ".in"
NEXT = "replace the template's text and code; `scratch lint {id}` says what is left of it"


@click.command(
    epilog='Example: scratch new 12 im2col --module 2 --title "Convolution as a product"'
)
@click.argument("number", type=click.IntRange(1, 99))
@click.argument("slug")
@click.option("--module", type=click.IntRange(0, 5), required=True, help="The module, 0 to 5.")
@click.option("--title", help="The title; the slug when not given.")
@click.option("--hours", type=click.FloatRange(0.5, 100), default=6.0, show_default=True)
@json_option
def command(
    number: int, slug: str, module: int, title: str | None, hours: float, as_json: bool
) -> None:
    """Make the package of topic NUMBER called SLUG from the template.

    It has working exercises, tests, traps and texts, all to be replaced.
    """
    from scratchtools.topics import NAME, repository_root, scan

    name = f"t{number:02}-{slug}"
    if not NAME.fullmatch(name):
        fail(f"{slug!r} is no slug", "use small letters, digits and hyphens: kv-cache")
    root = repository_root()
    topics, _ = scan(root)
    folder = root / "packages" / name
    if name[:3] in topics or folder.exists():
        taken = topics[name[:3]].folder if name[:3] in topics else folder
        fail(f"topic {number} exists: {relative(taken)}", "choose another number")
    values = topic_values(number, slug, title, module, hours)
    files = write_topic(folder, values)
    if as_json:
        document = {"command": "new", "ok": True, "name": name, "folder": str(folder)}
        print_json(document | {"files": [str(file.relative_to(folder)) for file in files]})
    else:
        for file in files:
            click.echo(f"  {relative(file)}")
        click.echo(f"{name} is there: {NEXT.format(id=name[:3])}")
    sys.exit(0)


def topic_values(
    number: int, slug: str, title: str | None, module: int, hours: float
) -> dict[str, str]:
    """Return what the template's marks stand for in one topic."""
    from scratchtools.topics import MODULES

    name = f"t{number:02}-{slug}"
    words = slug.replace("-", " ")
    title = " ".join((title or words[0].upper() + words[1:]).split())
    if '"' in title or "\\" in title:
        fail(f"the title {title!r} has a double quote or a backslash", "leave it out")
    return {
        "NAME": name,
        "ID": name[:3],
        "IMPORT": name.replace("-", "_"),
        "PREFIX": slug.replace("-", "_"),
        "TITLE": title,
        "MODULE": str(module),
        "HOURS": f"{hours:g}",
        "OPTIONAL": "\noptional = true" if module == len(MODULES) - 1 else "",
    }


def write_topic(folder: Path, values: Mapping[str, str]) -> list[Path]:
    """Write the template with its marks (@NAME@) replaced, and return the files in order."""
    written = []
    for name, text in template_files():
        place = name.replace("src/", f"src/{values['IMPORT']}/")
        file = folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_fill(text, values), encoding="utf-8", newline="\n")
        written.append(file)
    return written


def template_files() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file of the template."""
    for file in sorted(TEMPLATE.rglob(f"*{SUFFIX}")):
        name = file.relative_to(TEMPLATE).as_posix().removesuffix(SUFFIX)
        yield name, file.read_text(encoding="utf-8")


def template_sentences() -> list[tuple[str, ...]]:
    """Return the words of the template's sentences, without what `scratch new` fills in."""
    from scratchtools.prose import sentences

    blank = dict.fromkeys(topic_values(0, "x", None, 0, 1), "")
    return [
        sentence.words
        for name, text in template_files()
        if name.endswith(".md")
        for sentence in sentences(_fill(text, blank))
    ]


def _fill(text: str, values: Mapping[str, str]) -> str:
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text
