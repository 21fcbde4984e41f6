"""The squares are taken of the values as they are, and overflow or vanish."""

EXERCISE = "gradient_norm"
MESSAGE = "divide by the largest value first"


def gradient_norm(grad):
    grad = np.asarray(grad, np.float64)
    return math.sqrt(np.sum(grad**2))
