"""The gain is multiplied into the variance."""

EXERCISE = "xavier_std"
MESSAGE = "the gain multiplies the deviation"
CHANGES = [
    ("gain * math.sqrt(2 / (fan_in + fan_out))", "math.sqrt(2 * gain / (fan_in + fan_out))"),
]
