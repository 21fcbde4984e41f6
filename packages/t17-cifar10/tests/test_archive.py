"""Archives that were made to do harm, and what is left on the disk after them."""

import gzip
import io
import tarfile
import tracemalloc

import pytest
from t17_cifar10 import archive as module
from t17_cifar10 import unpack_archive

MEMBERS = {"top": None, "top/a.bin": 2_000_000, "top/b.bin": 100}
CONTENT = {"top/a.bin": b"A" * 1000, "top/b.bin": b"B" * 77}


def entry(name, content=b"", kind=tarfile.REGTYPE, **fields):
    found = tarfile.TarInfo(name)
    found.type, found.size = kind, len(content)
    for field, value in fields.items():
        setattr(found, field, value)
    return found, content


def good():
    files = [entry(name, content) for name, content in CONTENT.items()]
    return [entry("top", kind=tarfile.DIRTYPE), *files]


@pytest.fixture
def pack(tmp_path):
    """Write entries as a `.tar.gz`, with `end` after its own end, and return its path."""

    def write(entries, *, end=b"", **options):
        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode="w", **options) as tar:
            for found, content in entries:
                tar.addfile(found, io.BytesIO(content))
        path = tmp_path / "some.tar.gz"
        path.write_bytes(gzip.compress(stream.getvalue() + end))
        return path

    return write


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache" / "here"


def left(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_what_is_expected_is_unpacked_without_its_folder(pack, folder, form):
    paths = unpack_archive(pack(good(), format=form), folder, MEMBERS)
    assert paths == [folder / "a.bin", folder / "b.bin"]
    assert [path.read_bytes() for path in paths] == list(CONTENT.values())
    assert left(folder) == ["a.bin", "b.bin"]


def test_the_order_does_not_matter_and_the_folder_may_be_left_out(pack, folder):
    unpack_archive(pack(good()[:0:-1]), folder, MEMBERS)
    assert left(folder) == ["a.bin", "b.bin"]


def test_older_files_are_replaced(pack, folder):
    folder.mkdir(parents=True)
    (folder / "a.bin").write_bytes(b"old")
    unpack_archive(pack(good()), folder, MEMBERS)
    assert (folder / "a.bin").read_bytes() == CONTENT["top/a.bin"]


ATTACKS = {
    "a way out": (entry("../evil", b"x"), "not expected"),
    "a way out of its folder": (entry("top/../../evil", b"x"), "not expected"),
    "an absolute path": (entry("/tmp/evil", b"x"), "not expected"),
    "a stranger": (entry("top/c.bin", b"x"), "not expected"),
    "a second one": (entry("top/b.bin", b"evil"), "comes twice"),
    "a second folder": (entry("top", kind=tarfile.DIRTYPE), "comes twice"),
    "a symbolic link": (entry("top/d", kind=tarfile.SYMTYPE, linkname="/etc"), "not expected"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_named_and_leaves_nothing_behind(pack, folder, attack):
    found, words = ATTACKS[attack]
    archive = pack([*good(), found])
    with pytest.raises(ValueError, match=words) as error:
        unpack_archive(archive, folder, MEMBERS)
    assert "some.tar.gz" in str(error.value)
    assert left(folder) == [] and left(folder.parent) == ["here"]


@pytest.mark.parametrize(
    ("kind", "link"),
    [(tarfile.SYMTYPE, "/etc/passwd"), (tarfile.LNKTYPE, "top/a.bin"), (tarfile.CHRTYPE, "")],
)
def test_a_link_or_device_of_an_expected_name_is_refused(pack, folder, kind, link):
    entries = [good()[1], entry("top/b.bin", kind=kind, linkname=link)]
    with pytest.raises(ValueError, match=r"b\.bin.* expected a regular file"):
        unpack_archive(pack(entries), folder, MEMBERS)
    assert left(folder) == []


def test_a_member_that_is_missing_is_named(pack, folder):
    with pytest.raises(ValueError, match=r"some\.tar\.gz: lacks top/b\.bin$"):
        unpack_archive(pack(good()[:2]), folder, MEMBERS)
    assert left(folder) == []


def peak_of(function):
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def refused(archive, folder, words):
    def run():
        with pytest.raises(ValueError, match=words):
            unpack_archive(archive, folder, MEMBERS)

    assert peak_of(run) < 3e6
    assert left(folder) == []


@pytest.mark.parametrize("size", [101, 10**12])
def test_a_member_that_is_too_large_is_refused_unread(pack, folder, size):
    found, _ = entry("top/b.bin")
    header = found.tobuf()[:124] + b"%011o\0" % size + found.tobuf()[136:]  # the size, octal
    raw = bytearray(header)
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw)
    archive = pack([good()[1]])
    stream = gzip.decompress(archive.read_bytes())[:1536] + bytes(raw) + bytes(2_000_000)
    archive.write_bytes(gzip.compress(stream))
    refused(archive, folder, r"b\.bin.* bytes, more than 100")


def test_a_header_that_never_ends_is_refused_before_it_grows(pack, folder):
    fields = {"pax_headers": {"comment": "x" * 5_000_000}}
    archive = pack([entry("top/a.bin", b"x", **fields)], format=tarfile.PAX_FORMAT)
    assert archive.stat().st_size < 50_000
    refused(archive, folder, "may be a bomb")


def test_a_name_that_never_ends_is_refused_before_it_grows(pack, folder):
    archive = pack([entry("top/" + "a" * 5_000_000, b"x")], format=tarfile.GNU_FORMAT)
    refused(archive, folder, "may be a bomb")


def test_a_stream_gives_what_it_was_allowed_to_give_and_no_more():
    stream = module._Metered(io.BytesIO(b"abcde"))
    stream.left = 3
    assert stream.read(3) == b"abc"
    with pytest.raises(ValueError, match="may be a bomb"):
        stream.read(1)


def test_the_members_of_the_published_archive_are_expected():
    names = [*(f"data_batch_{k}.bin" for k in range(1, 6)), "test_batch.bin"]
    small = ["batches.meta.txt", "readme.html"]
    folder = "cifar-10-batches-bin"
    expected = {f"{folder}/{name}": 30_730_000 for name in names}
    expected |= {f"{folder}/{name}": 4096 for name in small}
    assert {folder: None, **expected} == module.MEMBERS


def test_what_follows_the_end_is_not_unpacked(pack, folder):
    archive = pack(good(), end=b"\0" * 5_000_000)
    assert peak_of(lambda: unpack_archive(archive, folder, MEMBERS)) < 3e6
    assert left(folder) == ["a.bin", "b.bin"]


@pytest.mark.parametrize("damage", ["cut", "not gzip", "not tar", "empty"])
def test_a_damaged_archive_is_refused(pack, folder, damage):
    archive = pack(good())
    content = archive.read_bytes()
    archive.write_bytes(
        {
            "cut": content[: len(content) // 2],
            "not gzip": b"no archive at all" * 100,
            "not tar": gzip.compress(b"no archive at all" * 100),
            "empty": b"",
        }[damage]
    )
    with pytest.raises(ValueError, match=r"some\.tar\.gz"):
        unpack_archive(archive, folder, MEMBERS)
    assert left(folder) == []
