"""The slope is written n * x**n / x, which is no number at x = 0."""

EXERCISE = "Value.__pow__"
MESSAGE = "float division by zero"
CHANGES = [
    ("slope = exponent * _power(self.data, exponent - 1) if exponent else 0.0\n", ""),
    ("slope * g", "exponent * out / self.data * g"),
]
