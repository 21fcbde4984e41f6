"""Labels go unchecked, and -1 picks the last class."""

EXERCISE = "SoftmaxCrossEntropyLayer.forward"
MESSAGE = "call class_numbers first"
CHANGES = [
    ("labels = class_numbers(labels, logits)\n", "labels = np.asarray(labels)\n"),
]
