"""The factor 3 of the cube's derivative is missing."""

EXERCISE = "gelu_tanh"
MESSAGE = "3 * 0.044715"
CHANGES = [
    ("square * (3 * b)", "square * b"),
]
