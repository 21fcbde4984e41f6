"""The sigmoid is taken first and its logarithm cut off at -100, so a logit of 1e4 costs 100."""

EXERCISE = "bernoulli_logits"
MESSAGE = "1e4 to the last digit"
CHANGES = [
    (
        "loss = tail + products(x, onto(np.subtract, step, positive), reduction)",
        """
p = onto(np.add, slope, positive)
with np.errstate(divide="ignore"):
    log_p = np.maximum(np.log(p), -100.0)
    log_q = np.maximum(np.log1p(-p), -100.0)
loss = total(-(y * log_p + (1 - y) * log_q), reduction)
slope = onto(np.subtract, p, positive)
""",
    ),
]
