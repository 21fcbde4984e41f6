"""What all optimizers share: parameter groups, state, and the walk through the arrays in blocks."""

import contextvars
import math
import os
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

import numpy as np

from t03_optimizers import blas
from t03_optimizers.rules import add_l2
from t03_optimizers.slot import Bundle, Slot

# Elements that a rule gets at once: few enough for the scratch, 1 MB in float32, to stay in cache
# from one line of the rule to the next; enough for the calls, 0.5 us each, not to count.
BLOCK = 262144
SMALL = 4096  # parameters with fewer elements are bundled: the calls cost more than the numbers


class Optimizer:
    """Update parameters, anything with `.data` and `.grad`, in place.

    `params` is an iterable of parameters, or of groups: dicts with "params" and options of their
    own. A subclass names its state arrays (`_buffers`) and applies its rule to a piece (`_apply`).
    """

    def __init__(self, params, defaults):
        self.defaults = defaults
        self.param_groups = []
        self._slots = []
        self._ready = []  # the slots with a gradient in this step, and the same in bundles
        self._jobs = []
        self._bundles = {}
        self._scratch = {}
        if isinstance(params, dict) or isinstance(
            getattr(params, "data", None), float | np.ndarray
        ):
            kind = type(params).__name__
            raise TypeError(f"params must be an iterable of parameters or dicts, got one {kind}")
        groups = list(params)
        if not groups:
            raise ValueError("params is empty: there is nothing to optimize")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(group)

    def add_param_group(self, group):
        """Add a dict with "params" and options; what it leaves out has the optimizer's defaults."""
        if unknown := set(group) - {"params", *self.defaults}:
            known = sorted(self.defaults)
            raise ValueError(f"unknown option {min(unknown)!r} in a group, expected {known}")
        if "params" not in group:
            raise ValueError(f"a group needs the key 'params', got {sorted(group)}")
        params = list(group["params"])
        if not params:
            raise ValueError("params of a group is empty: there is nothing to optimize")
        group = {**self.defaults, **group, "params": params}
        self._check(group)
        slots, known = [], {id(slot.param) for slot in self._slots}
        for i, param in enumerate(params, len(self._slots)):
            if id(param) in known:
                raise ValueError(f"params[{i}] is the same parameter as an earlier one")
            known.add(id(param))
            slots.append(Slot(param, group, f"params[{i}]"))
            self._check_slot(slots[-1])
        self.param_groups.append(group)
        self._slots += slots

    def zero_grad(self):
        """Forget all gradients: None for arrays, 0.0 for scalar Values."""
        for slot in self._slots:
            slot.clear_grad()

    def step(self):
        """Update every parameter that has a gradient, and its state."""
        self._ready.clear()
        for slot in self._slots:
            if slot.load():
                self._prepare(slot)
                self._ready.append(slot)
        self._run()
        for slot in self._ready:
            slot.store()

    def state_dict(self):
        """Return a copy of all state and options, with parameters as numbers in order."""
        number = {id(slot.param): i for i, slot in enumerate(self._slots)}
        groups = [
            {**group, "params": [number[id(param)] for param in group["params"]]}
            for group in self.param_groups
        ]
        used = [(i, slot) for i, slot in enumerate(self._slots) if slot.state["step"]]
        return {"state": {i: deepcopy(slot.state) for i, slot in used}, "param_groups": groups}

    def load_state_dict(self, state_dict):
        """Take over what `state_dict` of an optimizer with the same parameters returned."""
        groups, state = state_dict["param_groups"], state_dict["state"]
        self._check_groups(groups)
        checked = [
            self._checked_state(slot, state.get(i, {"step": 0}))
            for i, slot in enumerate(self._slots)
        ]
        for mine, group in zip(self.param_groups, groups, strict=True):
            mine.update({key: value for key, value in group.items() if key != "params"})
        for slot, entries in zip(self._slots, checked, strict=True):
            slot.state = entries

    def _check_groups(self, groups):
        mine = [len(group["params"]) for group in self.param_groups]
        loaded = [len(group["params"]) for group in groups]
        if mine != loaded:
            raise ValueError(f"the optimizer's groups have {mine} parameters, the state's {loaded}")
        for group in groups:
            if missing := set(self.defaults) - set(group):
                raise ValueError(
                    f"the state has no option {sorted(missing)[0]!r}: is it another optimizer's?"
                )

    def _checked_state(self, slot, entries):
        copy = {"step": int(entries["step"])}
        for key, value in entries.items():
            if key == "step":
                continue
            if np.shape(value) != slot.shape:
                raise ValueError(
                    f"state {key!r} of {slot.name} has shape {np.shape(value)},"
                    f" the parameter {slot.shape}"
                )
            copy[key] = np.array(value, slot.dtype, order="C")
        return copy

    def _prepare(self, slot):
        """Count the step and make the state arrays that are not there yet."""
        slot.state["step"] += 1
        slot.fresh = False
        for name in self._buffers(slot.group):
            if name is not None and name not in slot.state:
                slot.state[name] = np.full(slot.shape, self._initial(slot.group), slot.dtype)
                slot.fresh = True

    def _run(self):
        """Apply the rule to all parameters, on as many threads as BLAS has if they are large."""
        self._jobs = self._ready if self._streams else self._bundled()
        blocks = sum(slot.size // BLOCK for slot in self._jobs)
        if self._left_to_blas(blocks):
            self._run_share(0, 1)
            return
        shares = min(blas.threads(), blocks)
        if shares < 2:
            with blas.one_thread():
                self._run_share(0, 1)
            return
        with blas.one_thread():
            # np.errstate is a setting of a context, and threads begin with an empty one.
            submit, context = _workers(shares - 1).submit, contextvars.copy_context
            others = [submit(context().run, self._run_share, i, shares) for i in range(1, shares)]
            self._run_share(0, shares)
            for other in others:
                other.result()

    def _bundled(self):
        """Return the parameters that are ready, small ones that go together in bundles."""
        work, bundles = [], {}
        for slot in self._ready:
            if slot.size < SMALL:
                key = id(slot.group), slot.dtype.char, slot.state["step"], slot.fresh
                bundles.setdefault(key, []).append(slot)
            else:
                work.append(slot)
        for slots in bundles.values():
            names = tuple(slot.name for slot in slots)
            if len(slots) > 1 and names not in self._bundles:
                self._bundles[names] = Bundle(slots)
            work.append(self._bundles[names] if len(slots) > 1 else slots[0])
        return work

    def _run_share(self, share, shares):
        """Apply the rule to one of `shares` equal parts of each large parameter, block by block."""
        for i, slot in enumerate(self._jobs):
            if isinstance(slot, Bundle) or slot.size < BLOCK or (shares == 1 and self._streams):
                if i % shares == share:
                    self._run_whole(slot, share)
                continue
            arrays = slot.flat(self._buffers(slot.group))
            start, stop = slot.size * share // shares, slot.size * (share + 1) // shares
            for first in range(start, stop, BLOCK):
                block = slice(first, min(first + BLOCK, stop))
                self._run_block(slot, [a if a is None else a[block] for a in arrays], share)

    def _run_whole(self, slot, share):
        """Apply the rule to a parameter or a bundle in one piece."""
        self._run_block(slot, slot.flat(self._buffers(slot.group)), share)
        if isinstance(slot, Bundle):
            slot.scatter()

    def _run_block(self, slot, arrays, share):
        if self._streams:
            self._apply(slot, *arrays)
            return
        p, g, *state = arrays
        scratch, spare = self._scratch_for(slot.dtype, share, p.size)
        scratch, spare = scratch[: p.size], spare[: p.size]
        if self._coupled and slot.group["weight_decay"]:
            add_l2(g, p, slot.group["weight_decay"], spare)
            g = spare
        self._apply(slot, p, g, *state, scratch, spare)

    def _scratch_for(self, dtype, share, size):
        key = dtype.char, share
        if key not in self._scratch or self._scratch[key][0].size < size:
            size = max(size, min(BLOCK, max(slot.size for slot in self._slots)))
            self._scratch[key] = np.empty(size, dtype), np.empty(size, dtype)
        return self._scratch[key]

    # What a subclass says about itself.

    _coupled = True  # weight decay is added to the gradient (L2) before the rule
    _streams = False  # the rule needs no scratch, even for L2: cutting the arrays gains nothing

    def _check(self, group):
        """Raise ValueError for options out of range."""
        raise NotImplementedError

    def _check_slot(self, slot):
        """Raise ValueError for a parameter that the rule cannot work on."""

    def _buffers(self, group):
        """Return the names of the state arrays in the rule's order; None for one not needed."""
        raise NotImplementedError

    def _initial(self, group):
        """Return the value that new state arrays are filled with."""
        return 0.0

    def _left_to_blas(self, blocks):
        """Say whether threads of BLAS serve parameters of `blocks` blocks better than ours.

        Sums of arrays below a block gain nothing from a second thread and lose much where it has to
        wait for a core: 8 ms instead of 0.2 for 200,000 parameters on two busy cores.
        """
        return False

    def _apply(self, slot, p, g, *state_and_scratch):
        """Apply the rule to one piece; a rule that does not stream gets two scratch arrays, of
        which the last may hold g.
        """
        raise NotImplementedError


def not_negative(group, *names):
    """Raise ValueError unless the named options are finite and at least 0."""
    for name in names:
        if not 0 <= group[name] < math.inf:
            raise ValueError(f"{name} must be at least 0 and finite, got {group[name]}")


def fractions(group, name="betas"):
    """Raise ValueError unless the option is a pair of decay rates in [0, 1)."""
    if len(group[name]) != 2 or not all(0 <= beta < 1 for beta in group[name]):
        raise ValueError(f"{name} must be two numbers in [0, 1), got {group[name]}")


_pool = (0, 0, None)


def _workers(count):
    """Return a pool of at least `count` threads; a forked process makes its own."""
    global _pool
    pid, size, executor = _pool
    if pid != os.getpid() or size < count:
        executor = ThreadPoolExecutor(count, thread_name_prefix="optimizer")
        _pool = os.getpid(), count, executor
    return executor
