"""The layers are in a list, where parameters() finds none."""

EXERCISE = "MLP.__init__"
MESSAGE = "use Sequential(*modules)"
CHANGES = [
    (
        "Sequential(*(Linear(i, o, bias, rng=rng, dtype=dtype) for i, o in pairs))",
        "[Linear(i, o, bias, rng=rng, dtype=dtype) for i, o in pairs]",
    ),
]
