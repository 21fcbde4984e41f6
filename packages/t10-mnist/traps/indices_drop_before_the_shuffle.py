"""The samples that don't fill a batch are dropped first: always the same ones."""

EXERCISE = "DataLoader.batch_indices"
MESSAGE = "shuffle before the last is dropped"
CHANGES = [
    (
        "count = len(self.dataset)",
        "count = len(self) * self.batch_size if self.drop_last else len(self.dataset)",
    ),
]
