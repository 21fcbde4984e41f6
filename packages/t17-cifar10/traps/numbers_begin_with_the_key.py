"""Place 0 adds nothing to the key, so that the key 0 gives 0."""

EXERCISE = "splitmix64"
MESSAGE = "place 0 adds GOLDEN once"
CHANGES = [
    ("(places + np.uint64(1)) * GOLDEN", "places * GOLDEN"),
]
