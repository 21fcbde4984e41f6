"""The bias' bound is taken from the wrong side of the layer."""

EXERCISE = "Linear.reset_parameters"
MESSAGE = "largest |bias|"
CHANGES = [
    ("self.in_features", "self.out_features"),
]
