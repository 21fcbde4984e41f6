"""np.where computes e**x for large positive x too."""

EXERCISE = "elu"
MESSAGE = "overflow"


@primitive(composite=naive_elu)
def elu(x, alpha=1.0):
    out = np.where(x > 0, x, alpha * (np.exp(x) - 1))
    return out, lambda g: (g * np.where(x > 0, 1, out + alpha),)
