"""drop_last changes nothing."""

EXERCISE = "DataLoader.batch_indices"
MESSAGE = "in whole batches of 3"
CHANGES = [
    ("range(0, len(self) * self.batch_size, self.batch_size)", "range(0, count, self.batch_size)"),
]
