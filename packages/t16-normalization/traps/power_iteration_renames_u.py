"""New arrays are bound to the names u and v: the layer keeps the old ones."""

EXERCISE = "power_iteration"
MESSAGE = "over its norm, in place"
CHANGES = [
    (
        "u[...] =",
        "u =",
    ),
    (
        "v[...] =",
        "v =",
    ),
]
