"""The seed is a constant: every epoch shows the samples in the same order."""

EXERCISE = "DataLoader.__iter__"
MESSAGE = "two epochs came in the same order"
CHANGES = [
    ("self.new_seed(), 0", "0, 0"),
]
