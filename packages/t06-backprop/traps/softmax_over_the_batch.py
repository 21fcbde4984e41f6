"""The exponentials are summed over the rows instead of the classes."""

EXERCISE = "SoftmaxCrossEntropyLayer.forward"
MESSAGE = "equal logits give each class"
CHANGES = [
    (
        "exp.sum(axis=1, keepdims=True)",
        "np.broadcast_to(exp.sum(axis=0), (len(exp), exp.shape[1]))",
    ),
]
