"""The peak and the end come a step late: step 0 is forgotten."""

EXERCISE = "OneCycleLR.value_at"
MESSAGE = "pct_start * total_steps - 1"
CHANGES = [
    (
        "self.pct_start * self.total_steps - 1, self.total_steps - 1",
        "self.pct_start * self.total_steps, self.total_steps",
    ),
]
