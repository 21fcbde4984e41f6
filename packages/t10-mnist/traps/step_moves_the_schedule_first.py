"""The schedule moves on before the optimizer: the first step has the second's learning rate."""

EXERCISE = "train_step"
MESSAGE = "the first step has lr 0.1"
CHANGES = [
    (
        "    optimizer.step()\n    if schedule is not None:\n        schedule.step()\n",
        "    if schedule is not None:\n        schedule.step()\n    optimizer.step()\n",
    ),
]
