"""The Gram matrix is squared element by element."""

EXERCISE = "newton_schulz"
MESSAGE = "matrix product"


def newton_schulz(x, work, *, coefficients, rounds, eps):
    a, b, c = coefficients
    x /= max(np.linalg.norm(x), eps)
    for _ in range(rounds):
        gram = x @ x.T
        x[...] = a * x + (b * gram + c * gram**2) @ x
