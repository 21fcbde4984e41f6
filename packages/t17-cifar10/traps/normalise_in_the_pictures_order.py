"""The result lies in memory as the pictures did."""

EXERCISE = "normalize_images"
MESSAGE = "the order in memory that the convolutions want"
CHANGES = [
    ("empty_batch_innermost(images.shape, np.float32)", "np.empty(images.shape, np.float32)"),
]
