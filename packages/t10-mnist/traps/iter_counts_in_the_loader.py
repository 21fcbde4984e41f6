"""Seed and count live in the loader alone: a second loop over it moves the first one's place."""

EXERCISE = "DataLoader.__iter__"
MESSAGE = "local variables"


def __iter__(self):
    if not self._resume:
        self._epoch, self._done = self.new_seed(), 0
    self._resume = False
    batches = self.batch_indices(self._epoch)
    jobs = [(self._epoch, k, batches[k]) for k in range(self._done, len(batches))]
    for batch in self.made(iter(jobs)):
        self._done += 1
        yield batch
    self._epoch, self._done = None, 0
