"""Overflow becomes an infinity, which turns into NaN a few operations later."""

EXERCISE = "Value.exp"
MESSAGE = "expected OverflowError"
CHANGES = [
    (
        'raise OverflowError(f"exp({self.data}) is too large for a float") from None',
        "out = math.inf",
    ),
]
