"""A state between two epochs is taken for an open epoch without a seed."""

EXERCISE = "DataLoader.load_state_dict"
MESSAGE = "interrupted after 0 batches"
CHANGES = [
    ("self._resume = self._epoch is not None", "self._resume = True"),
]
