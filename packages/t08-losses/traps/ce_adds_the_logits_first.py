"""The loss of the sums in float32: near 10000 every logit is rounded to 0.001."""

EXERCISE = "class_cross_entropy"
MESSAGE = "subtract logits before adding anything"
CHANGES = [
    (
        "surprise = np.maximum(logs - z[np.arange(len(own)), index], 0.0)",
        """
top = x.max(axis=1)
surprise = np.log(row_sums(np.exp(x - top[:, None]))) + top - x[np.arange(len(own)), index]
""",
    ),
]
