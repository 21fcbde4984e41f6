"""The norm is measured again after scaling: a log of it would never show a spike."""

EXERCISE = "clip_grad_norm_"
MESSAGE = "before scaling"
CHANGES = [
    ("return total", "return min(total, max_norm)"),
]
