"""The order is walked from the leaves up: every gradient but the root's is still 0."""

EXERCISE = "Value.backward"
MESSAGE = "dz/dx = 2xy + 10"
CHANGES = [
    ("reversed(order)", "order"),
]
