"""A batch is put together in a Python loop over its samples."""

EXERCISE = "DataLoader.__iter__"
MESSAGE = "a Python loop over the"


def __iter__(self):
    if not self._resume:
        self._epoch, self._done = self.new_seed(), 0
    self._resume = False
    epoch, first = self._epoch, self._done
    for done, indices in enumerate(self.batch_indices(epoch)[first:], first + 1):
        samples = [self.dataset[int(i)] for i in indices]
        batch = tuple(np.stack(column) for column in zip(*samples, strict=True))
        self._epoch, self._done = epoch, done
        yield batch
    self._epoch, self._done = None, 0
