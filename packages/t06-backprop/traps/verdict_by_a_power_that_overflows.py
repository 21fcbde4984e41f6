"""The power is computed, and does not fit a float."""

EXERCISE = "GradientFlow.verdict"
MESSAGE = "does not fit a float"
CHANGES = [
    (
        "decades = (len(self.norms) - 1) * math.log10(growth)\n",
        "decades = math.log10(max(growth ** (len(self.norms) - 1), 1e-300))\n",
    ),
]
