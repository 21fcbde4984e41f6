"""Only large positive elements are limited."""

EXERCISE = "clip_grad_value_"
MESSAGE = "large negative"


def clip_grad_value_(params, clip_value):
    if not clip_value >= 0:
        raise ValueError(f"clip_value must be at least 0, got {clip_value}")
    for param in params:
        if isinstance(param.grad, np.ndarray):
            np.minimum(param.grad, clip_value, out=param.grad)
        elif param.grad is not None:
            param.grad = min(param.grad, clip_value)
