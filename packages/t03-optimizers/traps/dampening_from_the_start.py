"""The first gradient is dampened as well, because the velocity starts at 0."""

EXERCISE = "sgd_update"
MESSAGE = "first step"
CHANGES = [
    ("share = 1 if first else 1 - dampening", "share = 1 - dampening"),
]
