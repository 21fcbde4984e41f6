"""A batch is counted when the next one is asked for: a resumed run trains on it twice."""

EXERCISE = "DataLoader.__iter__"
MESSAGE = "while the loop works on batch"
CHANGES = [
    (
        "self._epoch, self._done = epoch, done\nyield batch\n",
        "yield batch\nself._epoch, self._done = epoch, done\n",
    ),
]
