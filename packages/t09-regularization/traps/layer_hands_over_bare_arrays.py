"""The layer passes .data: the output is right, and weight and bias never learn."""

EXERCISE = "BatchNorm.forward"
MESSAGE = "not their .data"
CHANGES = [
    ("            self.weight,\n", "            self.weight.data if self.affine else None,\n"),
    ("            self.bias,\n", "            self.bias.data if self.affine else None,\n"),
]
