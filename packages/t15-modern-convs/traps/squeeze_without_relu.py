"""The two layers follow each other directly and are one."""

EXERCISE = "SqueezeExcitation.forward"
MESSAGE = "relu, excite, sigmoid"
CHANGES = [
    (
        "self.excite(relu(self.squeeze(means)))",
        "self.excite(self.squeeze(means))",
    ),
]
