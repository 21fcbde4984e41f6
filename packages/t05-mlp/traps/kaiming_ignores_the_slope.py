"""The gain is that of the default slope 0.01."""

EXERCISE = "kaiming_std"
MESSAGE = "a leak of slope a"
CHANGES = [
    ("calculate_gain(nonlinearity, a)", "calculate_gain(nonlinearity)"),
]
