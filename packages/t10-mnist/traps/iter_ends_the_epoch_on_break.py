"""`finally` ends the epoch also when the loop is left early: the place is forgotten."""

EXERCISE = "DataLoader.__iter__"
MESSAGE = "a checkpoint after `break`"


def __iter__(self):
    if not self._resume:
        self._epoch, self._done = self.new_seed(), 0
    self._resume = False
    epoch, first = self._epoch, self._done
    batches = self.batch_indices(epoch)
    jobs = ((epoch, k, batches[k]) for k in range(first, len(batches)))
    try:
        for done, batch in enumerate(self.made(jobs), first + 1):
            self._epoch, self._done = epoch, done
            yield batch
    finally:
        self._epoch, self._done = None, 0
