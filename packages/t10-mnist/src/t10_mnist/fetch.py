"""Fetch the files of a dataset: found on the disk, or downloaded, and used only when they verify.

A file is what its size and SHA-256 say, whatever it is called and wherever it came from. Downloads
grow in a folder `.download` beside the files and are moved to their place when they have verified.
"""

import hashlib
import os
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from t10_mnist.download import BLOCK, download
from t10_mnist.idx import opened


class FetchError(Exception):
    """A file is neither on the disk nor to be had; the message says what to do by hand."""


@dataclass(frozen=True)
class RemoteFile:
    """A file of a dataset: its name, size in bytes, SHA-256 and mirrors.

    `unpacked` is (size, SHA-256) of what is inside a gzip file, where that is known: the same data
    unpacked, or packed by another program, are as good.
    """

    name: str
    size: int
    sha256: str
    urls: tuple[str, ...]
    unpacked: tuple[int, str] | None = None


@dataclass(frozen=True)
class DataSource:
    """A dataset that can be fetched: its name is that of its folder, too."""

    name: str
    title: str
    homepage: str
    licence: str
    files: tuple[RemoteFile, ...]


def data_folder(folder=None):
    """Return where datasets are kept: `folder`, else $SCRATCH_DATA, else the user's cache."""
    if folder or os.environ.get("SCRATCH_DATA"):
        return Path(folder or os.environ["SCRATCH_DATA"]).expanduser().resolve()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or "~/AppData/Local").expanduser() / "scratch"
    if sys.platform == "darwin":
        return Path("~/Library/Caches/scratch").expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "scratch"


def check_file(path, size, sha256):  # exercise
    """Raise ValueError naming the file unless it has `size` bytes and this SHA-256 (hexadecimal).

    A wrong size is noticed without reading. The file is read in blocks, however large it is.
    """
    found = os.path.getsize(path)
    if found != size:
        raise ValueError(f"{path}: has {found:,} bytes, expected {size:,}")
    digest = hashlib.sha256()
    with open(path, "rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    if digest.hexdigest() != sha256.lower():
        raise ValueError(f"{path}: has the SHA-256 {digest.hexdigest()}, expected {sha256}")


def _verify(path, file):
    """Raise ValueError unless `path` holds `file`: as it is, unpacked, or packed anew."""
    if file.unpacked and os.path.getsize(path) != file.size:
        if _is_gzip(path):
            return _verify_packed(path, *file.unpacked)
        return check_file(path, *file.unpacked)
    return check_file(path, file.size, file.sha256)


def find_files(source, folder=None):
    """Return (found, problems) of the dataset's files on the disk, by name.

    `found` are the paths of those that verify, `problems` say of the others what is wrong with the
    file that is there. Looked for in the folder of the dataset's name and in `folder` itself, with
    `.gz` and without.
    """
    folder = data_folder(folder)
    found, problems = {}, {}
    for file in source.files:
        names = dict.fromkeys((file.name, file.name.removesuffix(".gz")))
        for path in (place / name for place in (folder / source.name, folder) for name in names):
            if file.name in found or not path.is_file():
                continue
            try:
                _verify(path, file)
                found[file.name] = path
            except ValueError as error:
                problems[file.name] = _swapped(path, source) or str(error)
    return found, {name: text for name, text in problems.items() if name not in found}


def require_files(source, folder=None):
    """Return the paths of all files by name; FileNotFoundError says how to get the missing ones."""
    found, problems = find_files(source, folder)
    missing = [file for file in source.files if file.name not in found]
    if missing:
        where = f' --data-dir "{data_folder(folder)}"' if folder else ""
        lines = [f"{source.title}: {len(missing)} of {len(source.files)} files are missing"]
        lines += [f"  {text}" for text in problems.values()]
        lines += [f"`scratch data get {source.name}{where}` downloads them; or by hand:"]
        raise FileNotFoundError("\n".join([*lines, by_hand(source, missing, data_folder(folder))]))
    return found


def fetch(source, folder=None, *, progress=None):
    """Return the paths of all files by name, downloading those that are missing.

    `progress(file, done)` is called with the bytes that are there. Raises FetchError when no mirror
    gives a file that verifies. Two processes may fetch at once: one waits for the other.
    """
    folder = data_folder(folder)
    found, _ = find_files(source, folder)
    if len(found) == len(source.files):
        return found
    home = folder / source.name
    (home / ".download").mkdir(parents=True, exist_ok=True)
    with locked(home / ".download" / "lock"):
        found, _ = find_files(source, folder)  # another process may just have fetched them
        missing = [file for file in source.files if file.name not in found]
        while missing:
            try:
                found[missing[0].name] = fetch_file(missing[0], home, progress=progress)
            except FetchError as error:
                raise FetchError(f"{error}\n{by_hand(source, missing, folder)}") from error
            missing.pop(0)
    return found


def fetch_file(file, home, *, progress=None):
    """Download one file into the folder `home` and return its path; the caller holds the lock."""
    work = home / ".download"
    report = progress and partial(progress, file)
    failures = []
    for url in file.urls:
        resumes = (work / f"{file.name}.part").exists()
        problem = download(url, file, work, report)
        if problem and resumes and not (work / f"{file.name}.part").exists():
            problem = download(url, file, work, report)  # the part was no beginning of the file
        if not problem:
            os.replace(work / file.name, home / file.name)
            return home / file.name
        failures.append(f"  {url}\n    {problem}")
    raise FetchError("\n".join([f"{file.name} could not be downloaded:", *failures]))


def by_hand(source, files, folder):
    """Return the lines that say which files to put where."""
    lines = [f"put into {folder / source.name}"]
    for file in files:
        also = f", or unpacked, {file.unpacked[0]:,} bytes" if file.unpacked else ""
        lines.append(f"  {file.name} ({file.size:,} bytes{also}) from {file.urls[0]}")
    return "\n".join(lines)


@contextmanager
def locked(path):
    """Hold a lock that other processes wait for; the system frees it when this process ends."""
    with open(path, "a", encoding="utf-8") as file:
        while not _try_lock(file.fileno()):
            time.sleep(0.1)
        yield


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor):
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _is_gzip(path):
    with open(path, "rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


def _verify_packed(path, size, sha256):
    """Compare what is inside a gzip file, without unpacking more than is expected."""
    digest, left = hashlib.sha256(), size + 1
    with opened(path) as stream:
        while block := stream.read(min(BLOCK, left)):
            digest.update(block)
            left -= len(block)
        if left != 1:
            more = "more than" if left == 0 else f"{size + 1 - left:,} bytes instead of"
            raise ValueError(f"unpacks to {more} {size:,} bytes")
    if digest.hexdigest() != sha256:
        raise ValueError(f"{path}: unpacks to other data: SHA-256 {digest.hexdigest()}")


def _swapped(path, source):
    """Return what to say when the file is another one of the same dataset, else None."""
    for file in source.files:
        try:
            _verify(path, file)
        except ValueError:
            continue
        return f"{path}: holds {file.name}: were files swapped?"
