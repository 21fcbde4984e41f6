"""Parameters as the flat arrays that an update rule works on."""

import numpy as np


class Slot:
    """A parameter, its group's options and its state.

    `p` and `g` are 1-D contiguous arrays: views of the parameter's memory where that is possible.
    A Python float (the `data` of a scalar Value) and memory with gaps are copied to an array of the
    slot before a step and back afterwards.
    """

    __slots__ = ("_copy_g", "_copy_p", "copied", "dtype", "fresh", "g", "group", "name", "p")
    __slots__ += ("param", "shape", "size", "state")

    def __init__(self, param, group, name):
        data = param.data
        if (
            not isinstance(data, float | np.ndarray | np.floating)
            or np.asarray(data).dtype.kind != "f"
        ):
            kind = f"dtype {data.dtype}" if isinstance(data, np.ndarray) else type(data).__name__
            raise TypeError(f"{name}.data must be a float or an array of floats, got {kind}")
        array = np.asarray(data)
        self.param, self.group, self.name = param, group, name
        self.shape, self.size, self.dtype = array.shape, array.size, array.dtype
        self.state = {"step": 0}
        self.p = self.g = self._copy_p = self._copy_g = None
        self.copied = self.fresh = False

    def load(self):
        """Point p and g at this step's memory; return False when there is no gradient."""
        data, grad = self.param.data, self.param.grad
        if grad is None:
            return False
        if not isinstance(grad, np.ndarray | float | np.floating):
            grad = grad.data  # a Tensor, made by backward(create_graph=True)
        self._compare(_array(data), _array(grad))
        self.copied = not _plain(data)
        if self.copied:
            data = self._copy_p = _copy(data, self._copy_p, self)
        if not (_plain(grad) and grad.dtype == self.dtype):
            grad = self._copy_g = _copy(grad, self._copy_g, self)
        self.p, self.g = data.reshape(-1), grad.reshape(-1)
        return True

    def _compare(self, data, grad):
        if data.shape != self.shape or data.dtype != self.dtype:
            was, now = f"{self.dtype} {self.shape}", f"{data.dtype} {data.shape}"
            raise ValueError(f"{self.name}.data was {was} when given to the optimizer, is {now}")
        if grad.shape != self.shape:
            raise ValueError(f"{self.name}.grad has shape {grad.shape}, .data {self.shape}")

    def store(self):
        """Bring p back to the parameter where it was copied."""
        if not self.copied:
            return
        if isinstance(self.param.data, np.ndarray):
            np.copyto(self.param.data, self._copy_p)
        else:
            self.param.data = type(self.param.data)(self._copy_p)

    def clear_grad(self):
        """Set the gradient to None, or to 0.0 for a scalar Value, which adds to what is there."""
        self.param.grad = 0.0 if isinstance(self.param.data, float) else None

    def flat(self, names):
        """Return p, g and the named state arrays (None for a None), all 1-D."""
        return [self.p, self.g, *[name and self.state[name].reshape(-1) for name in names]]


class Bundle:
    """Small parameters with the same options and step count, as one: a rule is called once.

    Their values, gradients and state are gathered into arrays of the bundle's own before the rule
    and brought back afterwards. That costs 1 us a parameter, a call of a rule about 12.
    """

    __slots__ = ("_gathered", "_memory", "_parts")
    __slots__ += ("dtype", "fresh", "group", "size", "slots", "state")

    def __init__(self, slots):
        first = slots[0]
        self.slots, self.group, self.dtype = slots, first.group, first.dtype
        self.size = sum(slot.size for slot in slots)
        self._parts, self._gathered, self._memory = [], [], []
        self.state = self.fresh = None

    def flat(self, names):
        """Gather p, g and the named state arrays (None for a None), all 1-D."""
        self.state, self.fresh = self.slots[0].state, self.slots[0].fresh
        self._parts = list(zip(*(slot.flat(names) for slot in self.slots), strict=True))
        while len(self._memory) < len(self._parts):
            self._memory.append(np.empty(self.size, self.dtype))
        self._gathered = [
            None if parts[0] is None else np.concatenate(parts, out=memory)
            for parts, memory in zip(self._parts, self._memory, strict=True)
        ]
        return self._gathered

    def scatter(self):
        """Bring the values and the state back; gradients stay as they are."""
        for i, (parts, whole) in enumerate(zip(self._parts, self._gathered, strict=True)):
            if whole is None or i == 1:
                continue
            start = 0
            for part in parts:
                part[:] = whole[start : start + part.size]
                start += part.size


def _array(number):
    return number if isinstance(number, np.ndarray) else np.asarray(number)


def _plain(array):
    """Say whether a rule can work on the memory itself: contiguous, aligned and writeable."""
    return isinstance(array, np.ndarray) and array.flags.carray


def _copy(source, target, slot):
    if target is None:
        target = np.empty(slot.shape, slot.dtype)
    np.copyto(target, source, casting="same_kind")
    return target
