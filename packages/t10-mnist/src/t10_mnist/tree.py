"""Nested Python values as one JSON text and a dict of arrays, and back: what an `.npz` can hold."""

import json

import numpy as np


def pack(tree):
    """Return (text, arrays) of nested dicts, lists, tuples, arrays, numbers, texts and None.

    Each array gets the names on the way to it as its own: {"model": {"0.bias": b}} makes the array
    "state/model/0.bias". Raises TypeError that names the place of anything else.
    """
    arrays = {}
    return json.dumps(_pack(tree, ("state",), arrays)), arrays


def unpack(text, arrays):
    """Return what `pack` was given; raise ValueError or KeyError when the two don't fit."""
    return _unpack(json.loads(text), arrays)


def _pack(value, path, arrays):
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, dict):
        return {"dict": [_item(key, value[key], path, arrays) for key in value]}
    if isinstance(value, list | tuple):
        items = [_pack(item, (*path, i), arrays) for i, item in enumerate(value)]
        return items if isinstance(value, list) else {"tuple": items}
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "biufc":
        name = _place(path)
        while name in arrays:  # {"a/b": x, "a": {"b": y}}
            name += "'"
        arrays[name] = np.asarray(value)
        return {"array" if isinstance(value, np.ndarray) else "number": name}
    raise TypeError(f"{_place(path)}: a checkpoint cannot hold {_kind(value)}")


def _item(key, value, path, arrays):
    if type(key) not in (str, int):
        raise TypeError(f"{_place(path)}: keys must be texts or whole numbers, got {key!r}")
    return [key, _pack(value, (*path, key), arrays)]


def _unpack(value, arrays):
    if isinstance(value, list):
        return [_unpack(item, arrays) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "dict":
        return {key: _unpack(item, arrays) for key, item in content}
    if kind == "tuple":
        return tuple(_unpack(item, arrays) for item in content)
    if kind not in ("array", "number"):
        raise ValueError(f"unknown kind {kind!r}")
    return arrays[content] if kind == "array" else arrays[content][()]


def _place(path):
    return "/".join(map(str, path))


def _kind(value):
    if isinstance(value, np.ndarray | np.generic):
        return f"an array of dtype {value.dtype}"
    return f"a {type(value).__name__}"
