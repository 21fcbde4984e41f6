"""Backward adds to an array of the forward pass: right once, wrong the second time."""

EXERCISE = "elu"
MESSAGE = "the gradient of a second backward pass"
CHANGES = [
    ("slope = negative + choose(x <= 0, alpha, 1.0, x.dtype)", "slope = negative"),
    ("slope *= g\n", "slope += choose(x <= 0, alpha, 1.0, x.dtype)\nslope *= g\n"),
]
