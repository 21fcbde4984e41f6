"""m and v are used as they are, though they began at 0: the first step is 3 times too long."""

EXERCISE = "adam_update"
MESSAGE = "bias correction"
CHANGES = [
    ("1 - beta1**t, math.sqrt(1 - beta2**t)", "1, 1"),
]
