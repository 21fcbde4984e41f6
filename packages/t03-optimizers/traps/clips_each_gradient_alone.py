"""Each gradient gets a factor from its own norm, which bends the direction of the whole."""

EXERCISE = "clip_grad_norm_"
MESSAGE = "joint norm"
CHANGES = [
    (
        """
        factor = max_norm / (total + 1e-6)
        if not factor >= 1:  # true for NaN as well
            for param in params:
                scale_grad(param, factor)
        """,
        """
        for param, norm in zip(params, norms, strict=True):
            factor = max_norm / (norm + 1e-6)
            if not factor >= 1:
                scale_grad(param, factor)
        """,
    ),
]
