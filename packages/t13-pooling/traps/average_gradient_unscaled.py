"""Every pixel gets the whole gradient."""

EXERCISE = "average_backward"
MESSAGE = "g * scale"
CHANGES = [
    ("shares = g * scale.astype(g.dtype)[:, None, :, None]", "shares = g"),
]
