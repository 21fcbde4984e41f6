"""erf of x instead of x / sqrt(2): the variance is 1/2."""

EXERCISE = "gelu_erf"
MESSAGE = "P(Z < x)"


@primitive(composite=naive_gelu_erf)
def gelu_erf(x):
    gate = normal_cdf(x * math.sqrt(2))
    slope = exponential(x * x, -1.0) / math.sqrt(math.pi)
    return x * gate, lambda g: (g * (gate + x * slope),)
