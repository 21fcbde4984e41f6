"""Each array counts as an update."""

EXERCISE = "EMA.update"
MESSAGE = "updates were made, steps is"
CHANGES = [
    (
        """
        keep = self.current_decay()
        self.steps += 1
        """,
        "",
    ),
    (
        "average = self.average[path]",
        "average, keep, self.steps = self.average[path], self.current_decay(), self.steps + 1",
    ),
]
