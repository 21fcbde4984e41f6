"""The DataLoader: batches in an order that a seed decides and that a checkpoint can continue."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np

from t10_mnist.dataset import whole_number


class DataLoader:
    """Batches of a dataset: `for x, y in DataLoader(train, 64, shuffle=True, rng=rng)`.

    Each `for` is an epoch with an order of its own. The last batch is shorter when `batch_size`
    does not divide the dataset's length N; `drop_last` leaves it out.

    `transform(*batch, rng=...)` returns what to hand out instead of the batch, as a tuple. Its
    generator depends on the epoch and the batch alone, so that augmentation does not depend on
    `prefetch` or on where a run was interrupted; it is None when the loader has no `rng`.

    `prefetch` batches are made ahead, in one thread. They are the same batches.
    """

    def __init__(
        self,
        dataset,
        batch_size,
        *,
        shuffle=False,
        drop_last=False,
        rng=None,
        prefetch=0,
        transform=None,
    ):
        self.dataset = dataset
        self.batch_size = whole_number("batch_size", batch_size, 1)
        self.prefetch = whole_number("prefetch", prefetch, 0)
        self.shuffle, self.drop_last = shuffle, drop_last
        self.rng, self.transform = rng, transform
        if shuffle and rng is None:
            raise ValueError("shuffle=True needs rng=np.random.default_rng(seed)")
        self._epoch = None  # the seed of the epoch that runs; None between two epochs
        self._done = 0  # batches of it that were handed out
        self._resume = False  # whether the next `for` continues it

    def __len__(self):
        """Return the number of batches in an epoch."""
        whole, rest = divmod(len(self.dataset), self.batch_size)
        return whole + (rest > 0 and not self.drop_last)

    def batch_indices(self, seed):  # exercise
        """Return the epoch's batches as a list of integer arrays, (batch_size,) each.

        With `shuffle`, the order is the permutation of N that `np.random.default_rng(seed)` draws
        first; without, 0 to N - 1. The last array holds what is left, unless `drop_last`.
        """
        count = len(self.dataset)
        order = np.random.default_rng(seed).permutation(count) if self.shuffle else np.arange(count)
        starts = range(0, len(self) * self.batch_size, self.batch_size)
        return [order[start : start + self.batch_size] for start in starts]

    def __iter__(self):  # exercise
        """Yield the batches of an epoch; after `load_state_dict`, those that were left of it.

        A new epoch begins with one draw from `rng`, its seed (`new_seed`), and nothing else is
        drawn from it. The batches come from `made`, whose jobs are (seed, number of the batch in
        its epoch, indices). `_epoch` and `_done` say where the run is, and count a batch before it
        is handed out; after the last one the epoch ends: `_epoch` is None and `_done` 0.
        """
        if not self._resume:
            self._epoch, self._done = self.new_seed(), 0
        self._resume = False
        epoch, first = self._epoch, self._done
        batches = self.batch_indices(epoch)
        jobs = ((epoch, k, batches[k]) for k in range(first, len(batches)))
        for done, batch in enumerate(self.made(jobs), first + 1):
            self._epoch, self._done = epoch, done
            yield batch
        self._epoch, self._done = None, 0

    def new_seed(self):
        """Return the seed of a new epoch, drawn from `rng`; 0 without one."""
        return 0 if self.rng is None else int(self.rng.integers(2**63))

    def made(self, jobs: Iterator) -> Iterator[tuple]:
        """Yield `make(*job)` for every job, in order, up to `prefetch` of them ahead."""
        if not self.prefetch:
            yield from (self.make(*job) for job in jobs)
            return
        with ThreadPoolExecutor(1, "DataLoader") as thread:
            waiting = deque(thread.submit(self.make, *job) for job in islice(jobs, self.prefetch))
            try:
                while waiting:
                    batch = waiting.popleft().result()
                    waiting.extend(thread.submit(self.make, *job) for job in islice(jobs, 1))
                    yield batch
            finally:  # also when the loop around this is left early
                thread.shutdown(cancel_futures=True)

    def make(self, seed, number, indices):
        """Return one batch: take the samples, then transform them with a generator of its own."""
        batch = _as_batch(self.dataset[indices], "dataset[indices]")
        if self.transform is None:
            return batch
        rng = None if self.rng is None else np.random.default_rng([seed, number])
        return _as_batch(self.transform(*batch, rng=rng), "transform")

    def state_dict(self):
        """Return where the run is, as plain numbers that JSON can hold (PCG64 and its like)."""
        state = None if self.rng is None else self.rng.bit_generator.state
        return {"epoch": self._epoch, "done": self._done, "rng": state, "layout": self.layout()}

    def layout(self):
        """Return what the order of an epoch depends on beside its seed."""
        return {
            "samples": len(self.dataset),
            "batch_size": self.batch_size,
            "shuffle": bool(self.shuffle),
            "drop_last": bool(self.drop_last),
            "rng": self.rng is not None,
        }

    def load_state_dict(self, state):  # exercise
        """Continue where `state` was taken: the next `for` yields what was left of that epoch.

        Between two epochs (`epoch` is None) the next `for` begins a new one. `rng` goes on from its
        state as well. Raises ValueError naming the entry of `layout` that is not this loader's, and
        changes nothing: the batches would not be the ones that are missing.
        """
        for name, value in self.layout().items():
            if state["layout"][name] != value:
                raise ValueError(
                    f"the loader has {name}={value}, the state {name}={state['layout'][name]}"
                )
        if self.rng is not None:
            self.rng.bit_generator.state = state["rng"]
        self._epoch, self._done = state["epoch"], state["done"]
        self._resume = self._epoch is not None


def _as_batch(made, source):
    """Return a batch as a tuple; a lone array would be taken apart into its samples."""
    if not isinstance(made, (tuple, list)):
        raise TypeError(f"{source} must give a tuple of arrays, got {type(made).__name__}")
    return tuple(made)
