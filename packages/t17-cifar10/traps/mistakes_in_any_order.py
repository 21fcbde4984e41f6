"""A sort that is not stable mixes equal ones."""

EXERCISE = "most_confident_mistakes"
MESSAGE = "a stable sort"
CHANGES = [
    (', kind="stable"', ""),
]
