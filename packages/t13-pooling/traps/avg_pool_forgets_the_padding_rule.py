"""count_include_pad is not handed on."""

EXERCISE = "avg_pool2d"
MESSAGE = "count_include_pad"
CHANGES = [
    ("count_include_pad, divisor_override)", "True, divisor_override)"),
]
