"""Seven layers have six steps between them, not seven."""

EXERCISE = "GradientFlow.verdict"
MESSAGE = "layers - 1"
CHANGES = [
    ("(len(self.norms) - 1)", "len(self.norms)"),
]
