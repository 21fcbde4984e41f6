"""margin - cos, as in a hinge: it pushes different vectors together."""

EXERCISE = "cosine_embedding"
MESSAGE = "max(0, cos - margin)"
CHANGES = [
    (
        "losses = alike * (1 - cosine) + apart * (cosine - margin)",
        "losses = alike * (1 - cosine) + (1 - alike) * np.maximum(margin - cosine, 0.0)",
    ),
]
