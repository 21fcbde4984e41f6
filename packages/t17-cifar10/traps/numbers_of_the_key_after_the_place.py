"""The key is multiplied too: streams of neighbouring keys are one stream, shifted."""

EXERCISE = "splitmix64"
MESSAGE = "place 0 adds GOLDEN once"
CHANGES = [
    ("keys + (places + np.uint64(1)) * GOLDEN", "(keys + places + np.uint64(1)) * GOLDEN"),
]
