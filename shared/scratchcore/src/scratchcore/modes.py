"""What a thread records: gradients off or on, anomaly detection, strict dtypes."""

import functools
import threading


class _State(threading.local):
    """What this thread records. `plain` sums the others up, so that an op checks one flag."""

    plain = True
    grad = True
    anomaly = False
    strict = False


state = _State()


class _Mode:
    """A context manager and decorator that sets flags of this thread's state."""

    def __init__(self, **flags: bool):
        self._flags = flags
        self._saved: list[dict] = []

    def __enter__(self):
        self._saved.append({name: getattr(state, name) for name in self._flags})
        self._set(self._flags)
        return self

    def __exit__(self, *exc):
        self._set(self._saved.pop())

    def _set(self, flags):
        for name, value in flags.items():
            setattr(state, name, value)
        state.plain = state.grad and not (state.anomaly or state.strict)

    def __call__(self, function):
        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            with type(self)():
                return function(*args, **kwargs)

        return wrapped


class no_grad(_Mode):
    """Record nothing: inside, results need no gradient. Context manager or decorator."""

    def __init__(self):
        super().__init__(grad=False)


class enable_grad(_Mode):
    """Record again inside `no_grad`. Context manager or decorator."""

    def __init__(self):
        super().__init__(grad=True)


class detect_anomaly(_Mode):
    """Turn division by zero, overflow and NaN, forward or backward, into FloatingPointError.

    The error names the operation and the line that called it. Slow: for searching, not training.
    """

    def __init__(self):
        super().__init__(anomaly=True)


class strict_dtypes(_Mode):
    """Raise TypeError where an operation mixes floating dtypes, which would promote silently."""

    def __init__(self):
        super().__init__(strict=True)


def is_grad_enabled() -> bool:
    """Return whether this thread records operations."""
    return state.grad
