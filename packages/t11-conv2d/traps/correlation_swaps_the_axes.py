"""The kernel's width is taken for its height."""

EXERCISE = "correlate2d"
MESSAGE = "rows with rows, columns with"
CHANGES = [
    (
        "output_size(picture.shape[0], kernel.shape[0])",
        "output_size(picture.shape[0], kernel.shape[1])",
    ),
    (
        "output_size(picture.shape[1], kernel.shape[1])",
        "output_size(picture.shape[1], kernel.shape[0])",
    ),
    (
        "picture[i : i + kernel.shape[0], j : j + kernel.shape[1]]",
        "picture[i : i + kernel.shape[1], j : j + kernel.shape[0]].T",
    ),
]
