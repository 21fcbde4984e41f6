"""The weights are added to the channels."""

EXERCISE = "SqueezeExcitation.forward"
MESSAGE = "one factor per channel"
CHANGES = [
    (
        "return x * np.reshape",
        "return x + np.reshape",
    ),
]
