"""The slope is read from input to output, the way the gradient does not travel."""

EXERCISE = "growth_per_layer"
MESSAGE = "travels from the last norm to the first"
CHANGES = [
    ("math.exp(-slope) if slope > -709", "math.exp(slope) if slope < 709"),
]
