"""The slope is n * x**n: the exponent was not lowered by one."""

EXERCISE = "Value.__pow__"
MESSAGE = "n * x**(n - 1)"
CHANGES = [
    ("exponent * _power(self.data, exponent - 1) if exponent else 0.0", "exponent * out"),
]
