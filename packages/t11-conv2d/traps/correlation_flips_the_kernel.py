"""The kernel is flipped: that is convolution, its neighbour."""

EXERCISE = "correlate2d"
MESSAGE = "without being flipped"
CHANGES = [
    ("np.sum(window * kernel)", "np.sum(window * kernel[::-1, ::-1])"),
]
