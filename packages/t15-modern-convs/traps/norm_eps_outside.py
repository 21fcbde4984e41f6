"""eps is added to the deviation."""

EXERCISE = "ChannelNorm.forward"
MESSAGE = "eps is added to the variance"
CHANGES = [
    (
        "np.sqrt(var + self.eps)",
        "(np.sqrt(var) + self.eps)",
    ),
]
