"""The backward pass scales the saved difference in place: a second pass finds it scaled."""

EXERCISE = "squared_error"
MESSAGE = "the second pass must find"
CHANGES = [
    (
        "loss, backward = finish(products(d, d, reduction), d, reduction, scale=2.0)",
        """
loss, backward = finish(products(d, d, reduction), d, reduction, scale=2.0)
once = backward
""",
    ),
    (
        "return loss, lambda g: difference(backward(g))",
        """
def again(g):
    (gradient,) = once(g)
    if type(gradient) is np.ndarray:
        gradient *= 2.0
    return difference((gradient / 2.0,))

return loss, again
""",
    ),
]
