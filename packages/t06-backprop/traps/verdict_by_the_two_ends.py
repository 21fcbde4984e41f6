"""The first and the last norm are compared: one odd layer decides."""

EXERCISE = "GradientFlow.verdict"
MESSAGE = "the growth counts"
CHANGES = [
    (
        "(len(self.norms) - 1) * math.log10(growth)",
        "math.log10(self.norms[0]) - math.log10(self.norms[-1])",
    ),
]
