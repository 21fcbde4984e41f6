"""Without padding the picture loses its rim."""

EXERCISE = "blur"
MESSAGE = "zeros around the picture are no pixels"
CHANGES = [
    (
        'total = conv2d_naive(picture[None, None], weight, padding="same")',
        "total = conv2d_naive(picture[None, None], weight)",
    ),
    (
        'np.ones_like(picture)[None, None], weight, padding="same")',
        "np.ones_like(picture)[None, None], weight)",
    ),
]
