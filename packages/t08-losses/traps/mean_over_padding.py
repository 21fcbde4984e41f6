"""The sum leaves padding out and the divisor counts it."""

EXERCISE = "masked_mean"
MESSAGE = "padding is in neither sum nor count"
CHANGES = [
    (
        "count = np.count_nonzero(mask)",
        "count = np.count_nonzero(mask) and mask.size",
    ),
]
