"""divisor_override is not looked at."""

EXERCISE = "divisors"
MESSAGE = "takes the place of every count"
CHANGES = [
    ("if divisor_override is not None:", "if False:"),
]
