"""Metrics right after a reduction count against it at once."""

EXERCISE = "ReduceLROnPlateau.step"
MESSAGE = "cooldown"
CHANGES = [
    (
        """
        if self.cooldown_left:
            self.cooldown_left -= 1
            self.bad_steps = 0
        """,
        "",
    ),
]
