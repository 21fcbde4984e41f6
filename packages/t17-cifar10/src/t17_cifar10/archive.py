"""Unpack an archive from the internet without trusting it.

A `.tar.gz` can name files outside its folder, hold links and devices, and grow from kilobytes to
terabytes. Here it holds what is expected, or none of its files appears.
"""

import os
import shutil
import tarfile
import tempfile
from pathlib import Path

from t10_mnist.idx import opened

TOP = "cifar-10-batches-bin"
BINARIES = (*(f"data_batch_{k}.bin" for k in range(1, 6)), "test_batch.bin")
MEMBERS = {  # the largest size of each member that is expected; None for a folder
    TOP: None,
    **{f"{TOP}/{name}": 30_730_000 for name in BINARIES},
    f"{TOP}/batches.meta.txt": 4096,
    f"{TOP}/readme.html": 4096,
}
HEADER = 2**16  # bytes that a file may take beside its content: headers, padding, reading ahead


def check_member(member, expected):  # exercise
    """Raise ValueError naming the member unless this `tarfile.TarInfo` may be unpacked.

    Its name must be a key of `expected`, letter by letter, which leaves no room for "..", another
    folder or an absolute path. Where the value is None it must be a folder, else a regular file, no
    link, device or sparse file, whose `size` is that value or less.
    """
    if member.name not in expected:
        raise ValueError(f"member {member.name!r} is not expected here, or comes twice")
    largest = expected[member.name]
    regular = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()
    if not (member.isdir() if largest is None else regular):
        kind = "a folder" if largest is None else "a regular file"
        raise ValueError(f"member {member.name!r} is of type {member.type!r}, expected {kind}")
    if largest is not None and member.size > largest:
        raise ValueError(f"member {member.name!r} has {member.size:,} bytes, more than {largest:,}")


def unpack_archive(archive, folder, members=MEMBERS):
    """Unpack a `.tar.gz` into `folder`, without the folder inside it; return the files' paths.

    Raises ValueError naming the archive for a member that `check_member` refuses or that comes
    twice, for one of `members` that is missing, for a damaged file, and for one that grows by more
    than its members announce. The files appear in `folder` when everything has been read.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unpacking-", dir=folder) as work:
        with opened(archive) as stream:
            try:
                found = _unpack(_Metered(stream), Path(work), dict(members))
            except tarfile.TarError as error:
                raise ValueError(f"damaged: {error}") from error
        for path in found:
            os.replace(path, folder / path.name)
    return [folder / path.name for path in found]


def _unpack(stream, work, expected):
    """Write the members of a tar stream into the folder `work`; return their paths."""
    found = []
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        while (member := tar.next()) is not None:
            check_member(member, expected)
            if expected.pop(member.name) is None:
                continue
            stream.left += HEADER + member.size
            found.append(work / Path(member.name).name)
            with open(found[-1], "xb") as out:
                shutil.copyfileobj(tar.extractfile(member), out)
    missing = [name for name, largest in expected.items() if largest is not None]
    if missing:
        raise ValueError(f"lacks {', '.join(missing)}")
    return found


class _Metered:
    """A stream that gives no more than `left` bytes: what has been announced and accepted."""

    def __init__(self, stream):
        self.stream, self.left = stream, 2 * HEADER

    def read(self, size):
        block = self.stream.read(size)
        self.left -= len(block)
        if self.left < 0:
            raise ValueError("holds more than its members announce, and may be a bomb")
        return block
