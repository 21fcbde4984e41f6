"""The variance is computed as mean of squares minus mean, not minus its square."""

EXERCISE = "rmsprop_update"
MESSAGE = "square of the mean"
CHANGES = [
    (
        """
        np.multiply(grad_avg, grad_avg, out=s)
        np.subtract(square_avg, s, out=s)
        """,
        "np.subtract(square_avg, grad_avg, out=s)\n",
    ),
]
