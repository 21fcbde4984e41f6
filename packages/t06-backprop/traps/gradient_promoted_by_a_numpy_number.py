"""A NumPy float64 for g, which is no Python float, turns the float32 gradient into float64."""

EXERCISE = "SoftmaxCrossEntropyLayer.backward"
MESSAGE = "float32 logits have a float32 gradient"
CHANGES = [
    ("out *= float(share)\nreturn out\n", "return out * share\n"),
]
