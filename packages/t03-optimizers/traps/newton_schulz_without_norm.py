"""x is not divided by its norm: singular values above about 1.3 run away."""

EXERCISE = "newton_schulz"
MESSAGE = "divided by its norm"


def newton_schulz(x, work, *, coefficients, rounds, eps):
    a, b, c = coefficients
    with np.errstate(all="ignore"):
        for _ in range(rounds):
            gram = x @ x.T
            x[...] = a * x + (b * gram + c * gram @ gram) @ x
