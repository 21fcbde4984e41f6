"""Each gradient gets a factor from its own norm, which bends the direction of the whole."""

EXERCISE = "clip_grad_norm_"
MESSAGE = "joint norm"


def clip_grad_norm_(params, max_norm, norm_type=2.0, *, error_if_nonfinite=False):
    if not max_norm >= 0:
        raise ValueError(f"max_norm must be at least 0, got {max_norm}")
    params = [param for param in params if param.grad is not None]
    norms = np.array([_norm(param.grad, norm_type) for param in params])
    total = _norm(norms, norm_type)
    if error_if_nonfinite and not math.isfinite(total):
        raise ValueError(f"the norm of the gradients is {total}")
    for param, norm in zip(params, norms, strict=True):
        if not max_norm / (norm + 1e-6) >= 1:
            scale_grad(param, max_norm / (norm + 1e-6))
    return total
