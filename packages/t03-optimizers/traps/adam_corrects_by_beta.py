"""The divisors are 1 - beta in every step; right in the first only."""

EXERCISE = "adam_update"
MESSAGE = "1 - beta**t"
CHANGES = [
    ("1 - beta1**t, math.sqrt(1 - beta2**t)", "1 - beta1, math.sqrt(1 - beta2)"),
]
