"""What stays is not scaled up: the next layer sees half of what it will see later."""

EXERCISE = "dropout"
MESSAGE = "1 - p"
CHANGES = [
    ("scale = 1 / (1 - p) if p < 1 else 0.0", "scale = 1.0"),
]
