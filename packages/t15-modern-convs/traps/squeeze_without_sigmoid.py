"""The weights of the channels are not squashed."""

EXERCISE = "SqueezeExcitation.forward"
MESSAGE = "relu, excite, sigmoid"
CHANGES = [
    (
        "sigmoid(self.excite(relu(self.squeeze(means))))",
        "self.excite(relu(self.squeeze(means)))",
    ),
]
