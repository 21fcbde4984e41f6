"""A new seed is drawn for the rest of an epoch as well."""

EXERCISE = "DataLoader.__iter__"
MESSAGE = "the generator's state was not continued"
CHANGES = [
    (
        "if not self._resume:\n    self._epoch, self._done = self.new_seed(), 0\n",
        "seed = self.new_seed()\nif not self._resume:\n    self._epoch, self._done = seed, 0\n",
    ),
]
