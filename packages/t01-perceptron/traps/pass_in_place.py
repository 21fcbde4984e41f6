"""`v += z` writes into the vector of the caller."""

EXERCISE = "one_pass"
MESSAGE = "was changed"
CHANGES = [
    ("v = v + Z[start + first]", "v += Z[start + first]"),
]
