"""Data parallel training in threads: each runs the network on its part of the batch.

NumPy and BLAS let go of Python's lock while they compute, so two threads use two cores, and the
arrays of half a batch stay longer in a core's cache. Every operation of the network gains, not only
the matrix products that BLAS would share between cores by itself.
"""

import contextvars
import copy
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scratchcore import Tensor, no_grad, primitive
from scratchcore.modes import state
from t03_optimizers import blas
from t05_mlp import Module
from t12_im2col import batch_innermost
from t12_im2col.threads import single


class DataParallel(Module):
    """Run `module` on a batch (N, ...) in `threads` parts at once; gradients are summed.

    What torch.nn.DataParallel does on several GPUs. The parts share the parameters. Batch norm
    normalises each part by its own statistics; the running statistics become the mean of those of
    the parts. A batch of less than two samples for each thread is not divided.

    `threads` is by default one for each core, two at most: more parts would be too small. A module
    that draws random numbers (Dropout) raises ValueError: their order would depend on the threads.
    """

    def __init__(self, module, threads=None):
        super().__init__()
        if next(module.named_generators(), None) is not None:
            path = next(module.named_generators())[0]
            raise ValueError(f"module draws random numbers ({path}): threads would mix their order")
        threads = min(2, os.cpu_count() or 1) if threads is None else threads
        if not isinstance(threads, int) or threads < 1:
            raise ValueError(f"threads must be a whole number from 1, got {threads!r}")
        self.module, self.threads = module, threads
        # not registered as modules: they are this module's own workplaces, without a state
        vars(self)["_replicas"] = ()
        vars(self)["_pool"] = (None, None)

    def forward(self, x):
        if self.threads == 1 or len(x) < 2 * self.threads or self._watched():
            return self.module(x)
        if not self._replicas or _structure(self._replicas[0]) != _structure(self.module):
            self._prepare()
        parameters = list(self.module.parameters())
        wants_x = isinstance(x, Tensor) and x.requires_grad
        return _parallel(x, *parameters, network=self, wants_x=wants_x)

    def _watched(self):
        """Say whether somebody has put a forward of his own into the network, to see its calls."""
        return any("forward" in vars(module) for module in self.module.modules())

    def _prepare(self):
        with no_grad():
            copies = [copy.deepcopy(self.module) for _ in range(self.threads)]
        vars(self)["_replicas"] = tuple(copies)

    def _workers(self):
        """Return this process's pool: a forked child inherits the object, but not its threads."""
        process, pool = self._pool
        if process != os.getpid():
            pool = ThreadPoolExecutor(self.threads - 1, "DataParallel")
            vars(self)["_pool"] = os.getpid(), pool
        return pool

    def __deepcopy__(self, memo):
        return DataParallel(copy.deepcopy(self.module, memo), self.threads)

    def extra_repr(self):
        return f"threads={self.threads}"

    def run(self, function, parts):
        """Return [function(replica, part), ...], computed at once in as many threads."""

        def work(replica, part):
            with single():
                return function(replica, part)

        submit, context = self._workers().submit, contextvars.copy_context  # np.errstate is in it
        with blas.one_thread():
            futures = [
                submit(context().run, work, *job)
                for job in zip(self._replicas[1:], parts[1:], strict=True)
            ]
            try:
                first = work(self._replicas[0], parts[0])
            finally:  # nobody computes any more when this returns or raises
                others = [future.exception() or future.result() for future in futures]
        for other in others:
            if isinstance(other, BaseException):
                raise other
        return [first, *others]

    def share(self):
        """Give the replicas this module's parameters, copies of its buffers, and its settings."""
        for replica in self._replicas:
            pairs = zip(self.module.parameters(), replica.parameters(), strict=True)
            for ours, theirs in pairs:
                theirs.requires_grad = ours.requires_grad
                theirs.data, theirs.grad = ours.data, None
            for ours, theirs in zip(self.module.buffers(), replica.buffers(), strict=True):
                theirs[...] = ours
            for ours, theirs in zip(self.module.modules(), replica.modules(), strict=True):
                vars(theirs).update(_settings(ours))

    def gather_buffers(self):
        """Make each buffer that a part has changed the mean of all; take the first of counters."""
        for ours, *theirs in zip(
            self.module.buffers(), *(r.buffers() for r in self._replicas), strict=True
        ):
            if not all(np.array_equal(array, ours) for array in theirs):
                ours[...] = np.mean(theirs, axis=0) if ours.dtype.kind == "f" else theirs[0]


def _settings(module):
    """Return the numbers, texts and pairs of a module: its mode, the momentum of a norm."""
    kinds = (int, float, str, tuple, type(None))
    return {name: value for name, value in vars(module).items() if type(value) in {*kinds, bool}}


def _structure(module):
    """Return what copies must have in common: types of modules, shapes and dtypes of arrays."""
    arrays = [*module.parameters(), *module.buffers()]
    return [type(each) for each in module.modules()], [(a.shape, a.dtype) for a in arrays]


@primitive(first_order=True)
def _parallel(x, *parameters, network, wants_x):
    """Run a DataParallel's replicas on the parts of x (N, ...); `parameters` are its module's."""
    recording = state.grad
    network.share()
    cuts = [len(x) * i // network.threads for i in range(1, network.threads)]
    parts = np.split(x, cuts)  # views (N / threads, ...)

    def forward(replica, part):
        part = batch_innermost(part) if part.ndim == 4 else part
        if not recording:
            with no_grad():
                return None, replica(Tensor(part))
        leaf = Tensor(part, requires_grad=wants_x)
        return leaf, replica(leaf)

    runs = network.run(forward, parts)
    network.gather_buffers()
    out = np.concatenate([part.data for _, part in runs])  # (N, ...)

    def backward(g):
        if not runs:
            raise RuntimeError(
                "DataParallel: the first backward pass has freed the graphs of the parts, which "
                "retain_graph=True doesn't reach: call the model again"
            )
        gradients = network.run(_pull, list(zip(runs, np.split(g, cuts), strict=True)))
        runs.clear()
        x_grad = np.concatenate([part[0] for part in gradients]) if wants_x else None
        columns = zip(*(part[1] for part in gradients), strict=True)
        return x_grad, *(_total(column) for column in columns)

    return out, backward


def _pull(replica, part):
    """Return the gradients of one part: of its input, and of each parameter of the replica."""
    (leaf, out), g = part
    parameters = list(replica.parameters())
    for parameter in parameters:  # nothing is added to what another part of the graph has left
        parameter.grad = None
    out.backward(g)
    return leaf.grad, [parameter.grad for parameter in parameters]


def _total(gradients):
    """Add up the parts' gradients of one parameter; None where it has none."""
    known = [gradient for gradient in gradients if gradient is not None]
    if not known:
        return None
    total = known[0]
    for gradient in known[1:]:
        total = total + gradient
    return total
