"""The variances are not corrected for the number of positions."""

EXERCISE = "instance_norm"
MESSAGE = "unbiased variances"
CHANGES = [
    (
        "mean, var, count, momentum)",
        "mean, var * (count - 1) / count, count, momentum)",
    ),
]
