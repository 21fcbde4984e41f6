"""After a stride of 2 neighbours lie two pixels apart, and here they don't."""

EXERCISE = "receptive_field"
MESSAGE = "each as far apart in"
CHANGES = [
    ("step *= stride", "step = step"),
]
