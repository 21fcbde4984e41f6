"""The shape is read as (in, out): right for square weights only."""

EXERCISE = "fan_in_and_fan_out"
MESSAGE = "weights are (out, in, *kernel)"
CHANGES = [
    ("shape[1] * kernel, shape[0] * kernel", "shape[0] * kernel, shape[1] * kernel"),
]
