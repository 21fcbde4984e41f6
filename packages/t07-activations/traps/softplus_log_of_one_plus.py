"""log(1 + tiny) is 0: the left tail disappears."""

EXERCISE = "softplus"
MESSAGE = "log1p keeps"
CHANGES = [
    ("np.log1p(curve, out=curve)", "np.log(1 + curve, out=curve)"),
]
