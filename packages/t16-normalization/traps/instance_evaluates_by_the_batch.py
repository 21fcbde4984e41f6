"""Evaluation normalises by the batch and lets the test data into the running statistics."""

EXERCISE = "instance_norm"
MESSAGE = "use_input_stats=False"
CHANGES = [
    (
        "training=False",
        "training=True",
    ),
]
