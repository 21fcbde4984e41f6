"""The parts are straight lines whatever the strategy."""

EXERCISE = "OneCycleLR.value_at"
MESSAGE = "half a cosine wave"
CHANGES = [
    ("(1 - math.cos(math.pi * share)) / 2", "share"),
]
