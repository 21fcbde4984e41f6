"""Downloads from a server on this machine that behaves well, or in one of many bad ways."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pooch
import pytest
from t10_mnist import DataSource, FetchError, RemoteFile, data_folder, fetch, require_files
from t10_mnist.fetch import find_files, locked

CONTENT = np.random.default_rng(0).bytes(700_000)
PAGE = b"<html>Please log in to the hotel's network</html>"


class Handler(BaseHTTPRequestHandler):
    """The first part of the path says how the server behaves."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        kind = self.path.split("/")[1]
        asked = re.match(r"bytes=(\d+)-", self.headers.get("Range", ""))
        first = int(asked[1]) if asked and kind not in ("norange", "dropnorange") else 0
        self.server.requests.append((kind, int(asked[1]) if asked else 0))
        body = {"wrong": CONTENT[::-1], "short": CONTENT[:-1], "page": PAGE}.get(kind, CONTENT)
        if kind == "missing":
            self.send_error(404)
            return
        if kind == "hangup":
            self.close_connection = True
            return
        if kind in ("chatter", "unreadable"):
            line = b"what?" if kind == "chatter" else b"HTTP/1.1 200 OK\r\nContent-Length: much"
            self.wfile.write(line + b"\r\n\r\n" + PAGE)
            self.close_connection = True
            return
        self.send_response(206 if first else 200)
        if first:
            self.send_header("Content-Range", f"bytes {first}-{len(body) - 1}/{len(body)}")
        if kind == "encoded":
            self.send_header("Content-Encoding", "gzip")
        if kind == "unsized":
            self.send_header("Connection", "close")
            body += b"and more"
        else:
            self.send_header("Content-Length", str(len(body) - first))
        self.end_headers()
        self.deliver(kind, body[first:])

    def deliver(self, kind, body):
        if kind in ("drop", "dropnorange"):
            body = body[:300_000]
            self.close_connection = True
        elif kind == "slow":
            for start in range(0, len(body), 20_000):
                self.wfile.write(body[start : start + 20_000])
                time.sleep(0.05)
            return
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass

    def handle(self):
        try:
            super().handle()
        except ConnectionError:  # the client was killed
            self.close_connection = True


@pytest.fixture
def server():
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads, httpd.requests = True, []
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield httpd
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """No test looks into the user's cache; proxies would hide the server."""
    monkeypatch.setenv("SCRATCH_DATA", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def source(server, *kinds, **more):
    urls = tuple(f"http://127.0.0.1:{server.server_port}/{kind}/data.bin" for kind in kinds)
    file = RemoteFile("data.bin", len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), urls, **more)
    return DataSource("things", "Things", "https://example.org", "CC0", (file,))


def files_below(folder):
    return sorted(p.name for p in folder.rglob("*") if p.is_file() and p.name != "lock")


def test_a_file_is_downloaded_verified_and_then_taken_from_the_disk(server, tmp_path):
    things = source(server, "good")
    path = fetch(things)["data.bin"]
    assert path == tmp_path / "cache" / "things" / "data.bin"
    assert pooch.file_hash(str(path)) == hashlib.sha256(CONTENT).hexdigest()
    assert fetch(things) == require_files(things) == {"data.bin": path}
    assert server.requests == [("good", 0)]
    assert files_below(tmp_path) == ["data.bin"]


def test_a_folder_that_is_named_comes_before_the_environment(server, tmp_path):
    path = fetch(source(server, "good"), tmp_path / "mine")["data.bin"]
    assert path == tmp_path / "mine" / "things" / "data.bin"
    assert data_folder(tmp_path / "mine") == tmp_path / "mine"


@pytest.mark.parametrize("bad", ["missing", "wrong", "short", "page", "unsized", "hangup"])
def test_a_bad_mirror_is_followed_by_the_next_one(server, bad):
    path = fetch(source(server, bad, "good"))["data.bin"]
    assert path.read_bytes() == CONTENT
    assert [kind for kind, _ in server.requests] == [bad, "good"]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("missing", "404"),
        ("wrong", "hash"),
        ("short", "699,999 bytes, expected 700,000"),
        ("page", "49 bytes, expected 700,000"),
        ("unsized", "more than 700,000"),
        ("hangup", "    connection aborted: remote end closed"),
        ("chatter", "    connection aborted: what?"),
        ("unreadable", "the connection ended after 49 of 700,000 bytes"),
    ],
)
def test_when_no_mirror_helps_the_error_says_what_to_put_where(server, tmp_path, bad, said):
    with pytest.raises(FetchError) as error:
        fetch(source(server, bad))
    text = str(error.value)
    assert said in text.lower(), text
    assert f"put into {tmp_path / 'cache' / 'things'}\n" in text
    assert "data.bin (700,000 bytes) from http://127.0.0.1" in text
    assert "data.bin" not in files_below(tmp_path)


def test_without_a_network_the_error_names_the_place_as_well(tmp_path):
    things = source(type("Nobody", (), {"server_port": 9}), "good")
    with pytest.raises(FetchError, match=r"refused(.|\n)*put into") as error:
        fetch(things)
    assert "ConnectionPool" not in str(error.value), "the cause is enough"


def test_a_proxy_that_does_not_answer_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    url = "https://files.example.org/data.bin"
    things = DataSource("t", "T", "", "", (RemoteFile("data.bin", 3, "0" * 64, (url,)),))
    with pytest.raises(FetchError) as error:
        fetch(things)
    _, where, why, *_ = str(error.value).splitlines()
    assert where == f"  {url}" and why.startswith("    Unable to connect to proxy: ")
    assert "refused" in why and ")" not in why


def test_a_dropped_connection_is_taken_up_where_it_broke(server):
    assert fetch(source(server, "drop"))["data.bin"].read_bytes() == CONTENT
    assert server.requests == [("drop", 0), ("drop", 300_000), ("drop", 600_000)]


def test_the_next_mirror_continues_what_the_first_one_began(server, tmp_path):
    fetch(source(server, "dropnorange", "good"))
    assert server.requests[-1] == ("good", 300_000)


def test_a_server_without_ranges_sends_it_all_again(server, tmp_path):
    part = tmp_path / "cache" / "things" / ".download" / "data.bin.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(CONTENT[:1000])
    assert fetch(source(server, "norange"))["data.bin"].read_bytes() == CONTENT
    assert server.requests == [("norange", 1000)]


@pytest.mark.parametrize("size", [1000, 700_000, 700_001])
def test_a_part_of_something_else_is_thrown_away(server, tmp_path, size):
    part = tmp_path / "cache" / "things" / ".download" / "data.bin.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" * size)
    (part.parent / "tmpabc").write_bytes(b"left by a process that was killed")
    assert fetch(source(server, "good"))["data.bin"].read_bytes() == CONTENT
    assert files_below(tmp_path) == ["data.bin"]


def test_bytes_are_stored_as_they_are_not_unpacked_on_the_way(server):
    assert fetch(source(server, "encoded"))["data.bin"].read_bytes() == CONTENT


def test_progress_tells_the_bytes_that_are_there(server):
    seen = []
    fetch(source(server, "drop"), progress=lambda file, done: seen.append((file.name, done)))
    counts = [done for _, done in seen]
    assert counts == sorted(counts) and counts[-1] == 700_000
    assert {name for name, _ in seen} == {"data.bin"}


def test_who_comes_second_waits_and_downloads_nothing(server, tmp_path):
    lock = tmp_path / "cache" / "things" / ".download" / "lock"
    lock.parent.mkdir(parents=True)
    found = []
    second = threading.Thread(target=lambda: found.append(fetch(source(server, "good"))))
    with locked(lock):
        second.start()
        second.join(0.3)
        assert second.is_alive() and server.requests == []
        (tmp_path / "cache" / "things" / "data.bin").write_bytes(CONTENT)
    second.join(20)
    assert found == [{"data.bin": tmp_path / "cache" / "things" / "data.bin"}]
    assert server.requests == []


def test_a_damaged_file_in_the_cache_is_replaced(server, tmp_path):
    path = fetch(source(server, "good"))["data.bin"]
    path.write_bytes(b"half")
    found, problems = find_files(source(server, "good"))
    assert found == {} and "4 bytes, expected 700,000" in problems["data.bin"]
    assert fetch(source(server, "good"))["data.bin"].read_bytes() == CONTENT


def test_a_full_disk_is_not_taken_for_a_bad_mirror(server, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("t10_mnist.download.ResumingDownloader.receive", full)
    with pytest.raises(OSError, match="No space"):
        fetch(source(server, "good", "good"))


def test_without_pooch_the_error_names_the_extra(server, monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(ImportError, match=r"t10-mnist\[data\]"):
        fetch(source(server, "good"))


def test_data_on_the_disk_need_neither_network_nor_pooch(server, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    (tmp_path / "data.bin").write_bytes(CONTENT)
    assert fetch(source(server), tmp_path) == {"data.bin": tmp_path / "data.bin"}


FETCH = """\
import sys
from t10_mnist import DataSource, RemoteFile, fetch
file = RemoteFile("data.bin", {size}, "{sha256}", ("{url}",))
fetch(DataSource("things", "Things", "", "", (file,)), sys.argv[1])
"""


def process(server, kind, folder):
    things = source(server, kind).files[0]
    code = FETCH.format(size=things.size, sha256=things.sha256, url=things.urls[0])
    return subprocess.Popen([sys.executable, "-c", code, str(folder)])


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@pytest.mark.slow
def test_killed_in_the_middle_it_leaves_no_file_and_goes_on_later(server, tmp_path):
    part = tmp_path / "things" / ".download" / "data.bin.part"
    child = process(server, "slow", tmp_path)
    wait_for(lambda: part.exists() and part.stat().st_size > 50_000)
    os.kill(child.pid, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    child.wait()
    done = part.stat().st_size
    assert 50_000 < done < 700_000 and "data.bin" not in files_below(tmp_path)
    with pytest.raises(FileNotFoundError):
        require_files(source(server, "good"), tmp_path)
    assert fetch(source(server, "good"), tmp_path)["data.bin"].read_bytes() == CONTENT
    assert server.requests[-1] == ("good", done)
    assert files_below(tmp_path) == ["data.bin"]


@pytest.mark.slow
def test_two_processes_at_once_download_once(server, tmp_path):
    children = [process(server, "slow", tmp_path) for _ in range(2)]
    assert [child.wait() for child in children] == [0, 0]
    assert server.requests == [("slow", 0)]
    assert (tmp_path / "things" / "data.bin").read_bytes() == CONTENT
