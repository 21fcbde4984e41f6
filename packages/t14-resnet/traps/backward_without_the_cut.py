"""g passes where the output was cut off."""

EXERCISE = "norm_backward"
MESSAGE = "where out > 0"
CHANGES = [
    (
        "keep(g[:, c], out[:, c] != 0, passed[:, c])",
        "passed[:, c] = g[:, c]",
    ),
]
