"""A weighted mean divides by the weights."""

EXERCISE = "bernoulli"
MESSAGE = "number of losses"
CHANGES = [
    (
        "return finish(total(losses, reduction), slope, reduction, other=lambda: for_target)",
        """
loss = total(losses, reduction)
if weight is not None and reduction == "mean":
    factor = p.size / np.broadcast_to(weight, p.shape).sum()
    loss, slope = loss * factor, slope * factor
return finish(loss, slope, reduction, other=lambda: for_target)
""",
    ),
]
