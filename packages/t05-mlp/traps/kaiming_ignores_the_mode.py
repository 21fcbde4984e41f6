"""fan_in is used whatever mode says."""

EXERCISE = "kaiming_std"
MESSAGE = "gain / sqrt(fan)"
CHANGES = [
    ('fan_in if mode == "fan_in" else fan_out', "fan_in"),
]
