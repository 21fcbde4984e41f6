"""Values times mask: a nan in the padding is nan times 0."""

EXERCISE = "masked_mean"
MESSAGE = "0 times nan is nan"
CHANGES = [
    (
        "np.where(mask, values, 0.0)",
        "values * mask.astype(values.dtype)",
    ),
]
