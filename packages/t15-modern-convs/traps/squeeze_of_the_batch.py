"""The means are taken over the batch as well."""

EXERCISE = "SqueezeExcitation.forward"
MESSAGE = "its own means"
CHANGES = [
    (
        "means = global_avg_pool2d(x)",
        "means = global_avg_pool2d(x) * 0 + np.mean(x, axis=(0, 2, 3))",
    ),
]
