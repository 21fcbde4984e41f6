"""Read CIFAR-10's Python version without unpickling it.

A pickle is a program: `pickle.load` calls whatever functions it names. Here its instructions are
only read, and the dozen that a batch consists of are followed; the first other one, or the first
name that is no part of a NumPy array, ends it. What comes out are bytes, numbers and arrays.
"""

import pickletools
from pathlib import Path

import numpy as np
from t10_mnist.idx import replacing

from t17_cifar10.archive import BINARIES

LIMIT = 2**26  # bytes; a batch has 31 million
RECONSTRUCT = "numpy.core.multiarray _reconstruct"
NAMES = (RECONSTRUCT, "numpy ndarray", "numpy dtype")
MARK = object()  # on the stack: where a tuple or the items of a list or dict begin


def read_pickled_batch(path):
    """Return images uint8 (N, 3, 32, 32) and labels int64 (N,) of one file of the Python version.

    Raises ValueError naming the file, and the instruction or name in it that a batch has no need
    of. No function that the file names is ever called.
    """
    with open(path, "rb") as stream:
        content = stream.read(LIMIT + 1)
    try:
        if len(content) > LIMIT:
            raise ValueError(f"has more than {LIMIT:,} bytes")
        return _batch(_Machine().run(content))
    except (ValueError, LookupError, TypeError, OverflowError) as error:
        raise ValueError(f"{path}: not a batch of CIFAR-10: {error}") from error


def convert_pickled(source, folder):
    """Write the six files of the Python version in `source` as those of the binary one."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name in BINARIES:
        images, labels = read_pickled_batch(Path(source) / Path(name).stem)
        rows = np.empty((len(images), 3073), np.uint8)
        rows[:, 0], rows[:, 1:] = labels, images.reshape(len(images), -1)
        with replacing(Path(folder) / name) as stream:
            stream.write(rows.tobytes())


def _batch(content):
    """Return images and labels of what a batch's pickle describes; ValueError for anything else."""
    if not isinstance(content, dict) or not {b"data", b"labels"} <= set(content):
        raise ValueError("there is no dict with data and labels")
    images, labels = content[b"data"], content[b"labels"]
    if type(labels) is not list or not all(type(v) is int and 0 <= v <= 9 for v in labels):
        raise ValueError("the labels are not a list of numbers from 0 to 9")
    if not isinstance(images, np.ndarray) or images.shape != (len(labels), 3072):
        raise ValueError("the data are not an array of 3,072 bytes for each label")
    return images.reshape(-1, 3, 32, 32), np.array(labels, np.int64)


class _Name(str):
    """The name of a function or class, as text: nothing is imported."""


class _Array:
    """An array that is being described: `array` once its state is there, `dtype` for a dtype."""

    def __init__(self, dtype=None):
        self.dtype, self.array = dtype, None

    def build(self, state):
        """Take the state: (version, shape, dtype, column order, bytes) for an array of bytes."""
        if self.dtype is not None:
            return  # byte order and alignment, which a byte does not have
        _, shape, dtype, by_columns, content = state
        if not isinstance(dtype, _Array) or dtype.dtype != b"u1" or by_columns:
            raise ValueError("an array is not of dtype uint8, row by row")
        self.array = np.frombuffer(content, np.uint8).reshape(shape)


class _Machine:
    """A stack and a memo: what `pickletools` lists of a pickle is followed one by one."""

    def __init__(self):
        self.stack, self.memo = [], {}

    def run(self, content):
        """Return what the pickle describes, with an ndarray for each array in it."""
        for opcode, argument, _ in pickletools.genops(content):
            if opcode.name == "STOP":
                return _finished(self.stack.pop())
            self.follow(opcode.name, argument)
        raise ValueError("it does not end")

    def follow(self, name, argument):
        """Follow one instruction."""
        stack = self.stack
        if name in ("BININT", "BININT1", "BININT2"):
            stack.append(argument)
        elif name in ("SHORT_BINSTRING", "BINSTRING"):
            stack.append(argument.encode("latin-1"))
        elif name in CONSTANTS:
            stack.append(CONSTANTS[name]())
        elif name in ("BINPUT", "LONG_BINPUT"):
            self.memo[argument] = stack[-1]
        elif name in ("BINGET", "LONG_BINGET"):
            stack.append(self.memo[argument])
        elif name in ("TUPLE1", "TUPLE2", "TUPLE3"):
            count = int(name[-1])
            stack[-count:] = [tuple(stack[-count:])]
        elif name in ("TUPLE", "APPENDS", "SETITEMS"):
            self.gather(name)
        elif name == "GLOBAL":
            if argument not in NAMES:
                raise ValueError(f"it names {argument!r}, which is no part of an array")
            stack.append(_Name(argument))
        elif name == "REDUCE":
            arguments, function = stack.pop(), stack.pop()
            stack.append(_call(function, arguments))
        elif name == "BUILD":
            state = stack.pop()
            _of_type(stack[-1], _Array, "BUILD").build(state)
        elif name != "PROTO":
            raise ValueError(f"it holds the instruction {name}, which no batch needs")

    def gather(self, name):
        """Make a tuple of everything after the mark, or put it into the list or dict before it."""
        place = len(self.stack) - 1 - self.stack[::-1].index(MARK)
        items = self.stack[place + 1 :]
        del self.stack[place:]
        if name == "TUPLE":
            self.stack.append(tuple(items))
        elif name == "APPENDS":
            _of_type(self.stack[-1], list, name).extend(items)
        else:
            pairs = zip(items[::2], items[1::2], strict=True)
            _of_type(self.stack[-1], dict, name).update(pairs)


CONSTANTS = {
    "EMPTY_DICT": dict,
    "EMPTY_LIST": list,
    "MARK": lambda: MARK,
    "NONE": lambda: None,
    "NEWFALSE": lambda: False,
}


def _of_type(value, kind, name):
    if type(value) is not kind:
        raise ValueError(f"its instruction {name} has nothing to work on")
    return value


def _call(function, arguments):
    """Return what a call describes: of `_reconstruct` an array, of `dtype` a dtype."""
    if not isinstance(function, _Name) or function == "numpy ndarray":
        raise ValueError(f"it calls {str(function)[:40]!r}")
    return _Array() if function == RECONSTRUCT else _Array(arguments[0])


def _finished(value):
    """Return a dict with the arrays that its values describe; anything else as it is."""
    if not isinstance(value, dict):
        return value
    return {key: item.array if isinstance(item, _Array) else item for key, item in value.items()}
