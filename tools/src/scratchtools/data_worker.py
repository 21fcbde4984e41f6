"""Look for and fetch datasets, in a process of its own: `python -m scratchtools.data_worker`.

Answers in lines of JSON on stdout: {"file", "done", "size"} while bytes arrive, and last
{"datasets"} or {"error"} with what helps, {"fix"}, where that is known.
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import sys
import time
import traceback
from typing import Any

BETWEEN = 0.1  # seconds between two reports of progress


def main() -> None:
    """Do what the JSON document in argv asks for; what libraries print goes to stderr."""
    request = json.loads(sys.argv[1])
    with os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1) as channel:
        os.dup2(2, 1)

        def send(document: dict[str, Any]) -> None:
            channel.write(json.dumps(document) + "\n")

        send(answer(request, send))


def answer(request: dict[str, Any], send: Any) -> dict[str, Any]:
    """Return the datasets that were asked for, after fetching them if that is what is wanted."""
    from t10_mnist.fetch import FetchError, fetch

    try:
        known = registered(request["modules"])
        names = request["names"] or list(known)
        unknown = [name for name in names if name not in known]
        if unknown:
            return {"unknown": unknown[0], "known": list(known)}
        if request["fetch"]:
            for name in names:
                fetch(known[name][1], request["folder"], progress=Reporter(send))
        return {"datasets": [describe(*known[name], request["folder"]) for name in names]}
    except ImportError as error:
        return {"error": str(error), "missing": error.name or ""}
    except FetchError as error:
        return {"error": str(error)}
    except OSError as error:
        return {"error": str(error), "fix": advice(error)}
    except Exception as error:  # a topic's module may raise anything; the parent reports it
        text = f"{type(error).__name__}: {error}\n{traceback.format_exc(limit=-3)}"
        return {"error": text.rstrip()}


def advice(error: OSError) -> str:
    """Return what helps against an error of the file system."""
    causes = {
        ("ENOTDIR", "EEXIST"): "a file is where a folder is needed: move it away",
        ("EISDIR",): "a folder is where the file is needed: move it away",
        ("ENOSPC", "EDQUOT", "EFBIG"): "the disk is full: free space and start again, it goes on",
        ("EACCES", "EPERM", "EROFS"): "you may not read or write there: change the permissions",
    }
    name = errno.errorcode.get(error.errno or 0, "")
    cause = next(
        (text for names, text in causes.items() if name in names), "the system refuses that"
    )
    return f"{cause}; or keep the data elsewhere: --data-dir DIR, or set SCRATCH_DATA"


def registered(modules: dict[str, str]) -> dict[str, tuple[str, Any]]:
    """Return (topic, source) of every dataset by name, from the topics' `DATASETS`."""
    known: dict[str, tuple[str, Any]] = {}
    for topic, package in modules.items():
        for name, source in importlib.import_module(f"{package}.datasets").DATASETS.items():
            if name in known or name != source.name:
                raise ValueError(f"{topic}: the dataset {name!r} is there twice or has two names")
            known[name] = topic, source
    return known


def describe(topic: str, source: Any, folder: str | None) -> dict[str, Any]:
    """Return what a dataset is and which of its files are there and verify."""
    from t10_mnist.fetch import by_hand, data_folder, find_files

    found, problems = find_files(source, folder)
    missing = [file for file in source.files if file.name not in found]
    return {
        "name": source.name,
        "topic": topic,
        "title": source.title,
        "homepage": source.homepage,
        "licence": source.licence,
        "folder": str(data_folder(folder) / source.name),
        "bytes": sum(file.size for file in source.files),
        "complete": not missing,
        "files": [
            {
                "name": file.name,
                "size": file.size,
                "sha256": file.sha256,
                "path": str(found[file.name]) if file.name in found else None,
                "problem": problems.get(file.name, ""),
            }
            for file in source.files
        ],
        "by_hand": by_hand(source, missing, data_folder(folder)) if missing else "",
    }


class Reporter:
    """Report the bytes that are there, but not more than some times a second."""

    def __init__(self, send: Any) -> None:
        self.send, self.last = send, 0.0

    def __call__(self, file: Any, done: int) -> None:
        now = time.monotonic()
        if now - self.last > BETWEEN or done == file.size:
            self.last = now
            self.send({"file": file.name, "done": done, "size": file.size})


if __name__ == "__main__":
    main()
