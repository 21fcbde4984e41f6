"""The power rule is used for e**x: x * e**(x - 1)."""

EXERCISE = "Value.exp"
MESSAGE = "exp is its own derivative"
CHANGES = [
    ("+= out * g", "+= self.data * math.exp(self.data - 1) * g"),
]
