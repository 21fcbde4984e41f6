"""The update is counted before its decay is asked for."""

EXERCISE = "EMA.update"
MESSAGE = "the updates before"
CHANGES = [
    (
        "        keep = self.current_decay()\n        self.steps += 1\n",
        "        self.steps += 1\n        keep = self.current_decay()\n",
    ),
]
