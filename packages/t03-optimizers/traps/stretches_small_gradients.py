"""The factor is used when it is above 1, too: small gradients are blown up."""

EXERCISE = "clip_grad_norm_"
MESSAGE = "below 1"
CHANGES = [
    (
        """
        if not factor >= 1:  # true for NaN as well
            for param in params:
                scale_grad(param, factor)
        """,
        """
        for param in params:
            scale_grad(param, factor)
        """,
    ),
]
