"""Momentum is written as a running mean, as Adam has it: the step is ten times too short."""

EXERCISE = "sgd_update"
MESSAGE = "no running mean"
CHANGES = [
    (
        "share = 1 if first else 1 - dampening",
        "share = 1 if first else (1 - momentum) * (1 - dampening)",
    ),
]
