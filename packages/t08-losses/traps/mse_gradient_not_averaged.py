"""The loss is averaged and its gradient is not."""

EXERCISE = "squared_error"
MESSAGE = "the mean divides it by 6"
CHANGES = [
    (
        "loss, backward = finish(products(d, d, reduction), d, reduction, scale=2.0)",
        """
loss, backward = finish(products(d, d, reduction), d, "sum", scale=2.0)
loss = loss / d.size if reduction == "mean" else loss
""",
    ),
]
