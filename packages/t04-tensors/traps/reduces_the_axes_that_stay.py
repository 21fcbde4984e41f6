"""The axes that should stay are reduced and the others kept."""

EXERCISE = "Arithmetic.reduce"
MESSAGE = "axis 0 disappears"
CHANGES = [
    (
        "flat = self.transpose(*kept, *axes).elements()",
        "flat = self.transpose(*axes, *kept).elements()",
    ),
]
