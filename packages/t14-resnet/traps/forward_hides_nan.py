"""The cut by comparison turns NaN into 0."""

EXERCISE = "norm_forward"
MESSAGE = "the cut must keep it"
CHANGES = [
    (
        "piece.clip(0.0, np.inf, out=piece)",
        "piece[...] = np.where(piece > 0, piece, 0)",
    ),
]
