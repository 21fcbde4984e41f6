"""A Value in the exponent is read as a plain number: its gradient is lost without a word."""

EXERCISE = "Value.__pow__"
MESSAGE = "d(a**b)/db = a**b log a"
CHANGES = [
    ("return (exponent * self.log()).exp()", "exponent = exponent.data"),
]
