"""The growth of one layer is judged, however many there are."""

EXERCISE = "GradientFlow.verdict"
MESSAGE = "over 7 steps"
CHANGES = [
    ("(len(self.norms) - 1) * math.log10(growth)", "math.log10(growth)"),
]
