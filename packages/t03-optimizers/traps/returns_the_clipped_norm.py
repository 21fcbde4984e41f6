"""The norm is measured again after scaling: a log of it would never show a spike."""

EXERCISE = "clip_grad_norm_"
MESSAGE = "before scaling"


def clip_grad_norm_(params, max_norm, norm_type=2.0, *, error_if_nonfinite=False):
    if not max_norm >= 0:
        raise ValueError(f"max_norm must be at least 0, got {max_norm}")
    params = [param for param in params if param.grad is not None]
    norms = np.array([_norm(param.grad, norm_type) for param in params])
    total = _norm(norms, norm_type)
    if error_if_nonfinite and not math.isfinite(total):
        raise ValueError(f"the norm of the gradients is {total}")
    factor = max_norm / (total + 1e-6)
    if not factor >= 1:
        for param in params:
            scale_grad(param, factor)
    return min(total, max_norm)
