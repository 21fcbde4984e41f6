"""eps is added to the norm; all singular values come out too small where eps is not tiny."""

EXERCISE = "newton_schulz"
MESSAGE = "max(norm, eps)"


def newton_schulz(x, work, *, coefficients, rounds, eps):
    a, b, c = coefficients
    x /= np.linalg.norm(x) + eps
    for _ in range(rounds):
        gram = x @ x.T
        x[...] = a * x + (b * gram + c * gram @ gram) @ x
