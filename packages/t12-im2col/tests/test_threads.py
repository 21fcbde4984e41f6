"""Work in two threads: the same results, nothing left behind when it fails."""

import contextlib
import multiprocessing
import threading
from types import SimpleNamespace

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t12_im2col import conv2d, in_two_threads, single, threads


@pytest.fixture
def two(monkeypatch):
    """Let `in_two_threads` believe that BLAS may use two threads."""
    blas = SimpleNamespace(threads=lambda: 2, one_thread=contextlib.nullcontext)
    monkeypatch.setattr(threads, "blas", blas)


def note(start, stop):
    return start, stop, threading.current_thread().name


@pytest.mark.parametrize(("count", "halves"), [(7, [(0, 4), (4, 7)]), (2, [(0, 1), (1, 2)])])
def test_ranges_cover_the_work_whoever_does_it(two, count, halves):
    mine = threading.current_thread().name
    (*first, here), (*second, there) = in_two_threads(note, count, 10**6)
    assert [tuple(first), tuple(second)] == halves
    assert here == mine
    assert there.startswith("in_two_threads")
    with single():
        assert in_two_threads(note, count, 10**6) == [(*half, mine) for half in halves]
        with single():
            pass
        assert in_two_threads(note, count, 10**6)[1][2] == mine, (
            "the outer single is still in force"
        )
    assert in_two_threads(note, count, 10**6)[1][2] == there


def test_little_work_is_not_divided(two):
    mine = threading.current_thread().name
    assert in_two_threads(note, 9, 199_999) == [(0, 9, mine)]
    assert in_two_threads(note, 1, 10**6) == [(0, 1, mine)]
    assert in_two_threads(note, 9, 200_000) != [(0, 9, mine)]


def test_one_blas_thread_means_one_thread(monkeypatch):
    blas = SimpleNamespace(threads=lambda: 1, one_thread=contextlib.nullcontext)
    monkeypatch.setattr(threads, "blas", blas)
    mine = threading.current_thread().name
    assert in_two_threads(note, 3, 10**6) == [(0, 2, mine), (2, 3, mine)]


def test_blas_keeps_to_one_thread_meanwhile(monkeypatch):
    inside = []

    @contextlib.contextmanager
    def one_thread():
        inside.append("in")
        yield
        inside.append("out")

    blas = SimpleNamespace(threads=lambda: 2, one_thread=one_thread)
    monkeypatch.setattr(threads, "blas", blas)
    in_two_threads(lambda start, stop: inside.append("work"), 2, 10**6)
    assert inside == ["in", "work", "work", "out"]
    inside.clear()
    in_two_threads(lambda start, stop: inside.append("work"), 2, 10)
    assert inside == ["in", "work", "out"], "little work wakes no thread of BLAS either"
    inside.clear()
    in_two_threads(lambda start, stop: inside.append("work"), 1, 10**6)
    assert inside == ["work"], "one large piece is left to BLAS and its threads"


def test_the_other_thread_handles_floating_point_errors_as_the_caller_does(two):
    def part(start, stop):
        return np.array([1e308]) * 10, np.geterr()["over"]

    for handling in ("ignore", "raise"):
        with np.errstate(over=handling):
            if handling == "raise":
                with pytest.raises(FloatingPointError):
                    in_two_threads(lambda a, b: a and part(a, b), 2, 10**6)
            else:
                assert [how for _, how in in_two_threads(part, 2, 10**6)] == [handling] * 2


def test_a_part_does_not_divide_again(two):
    def part(start, stop):
        return [name for *_, name in in_two_threads(note, 4, 10**6)]

    for names in in_two_threads(part, 2, 10**6):
        assert len(set(names)) == 1


@pytest.mark.parametrize("failing", [0, 1])
def test_an_error_in_either_thread_arrives_when_both_have_ended(two, failing):
    ended = []

    def part(start, stop):
        if start == failing:
            raise ZeroDivisionError(f"part {start}")
        ended.append(start)

    with pytest.raises(ZeroDivisionError, match=f"part {failing}"):
        in_two_threads(part, 2, 10**6)
    assert ended == [1 - failing]
    assert len(in_two_threads(note, 2, 10**6)) == 2


def test_single_ends_when_its_block_fails(two):
    with pytest.raises(ZeroDivisionError), single():
        raise ZeroDivisionError
    assert in_two_threads(note, 2, 10**6)[1][2].startswith("in_two_threads")


@pytest.mark.parametrize("channels", [8, 32])
@pytest.mark.parametrize("stride", [1, 2])
def test_a_convolution_has_the_same_bits_with_one_thread_and_two(two, channels, stride):
    rng = np.random.default_rng(0)
    arrays = [
        rng.standard_normal(shape, np.float32)
        for shape in ((8, channels, 14, 14), (channels, channels, 3, 3), (channels,))
    ]
    results = []
    for context in (contextlib.nullcontext, single):
        leaves = [tensor(array, requires_grad=True) for array in arrays]
        with context():
            out = conv2d(*leaves, stride=stride, padding=1)
            out.backward(np.ones_like(out.data))
        results.append([out.data, *(leaf.grad for leaf in leaves)])
    for one, other in zip(*results, strict=True):
        assert np.array_equal(one, other)


def test_several_threads_may_divide_at_once(two):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((8, 16, 12, 12))
    weight = rng.standard_normal((16, 16, 3, 3))
    expected = conv2d(x, weight)
    results = [None] * 4

    def work(i):
        for _ in range(5):
            results[i] = conv2d(x, weight)

    workers = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    for result in results:
        assert_close(result, expected, name="conv2d in a thread")


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="this system has no fork"
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Python 3.12 warns of threads and fork
def test_a_forked_process_gets_a_thread_of_its_own(two):
    in_two_threads(note, 2, 10**6)
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()
    child = context.Process(target=lambda: results.put(in_two_threads(note, 2, 10**6)))
    child.start()
    child.join(20)
    assert child.exitcode == 0, "the child waits for a thread that only its parent has"
    assert [(start, stop) for start, stop, _ in results.get()] == [(0, 1), (1, 2)]
