"""The clipped gradient is a new array; whoever holds the old one sees no change."""

EXERCISE = "clip_grad_value_"
MESSAGE = "in place"


def clip_grad_value_(params, clip_value):
    if not clip_value >= 0:
        raise ValueError(f"clip_value must be at least 0, got {clip_value}")
    for param in params:
        if param.grad is not None:
            clipped = np.clip(param.grad, -clip_value, clip_value)
            param.grad = type(param.grad)(clipped) if np.ndim(clipped) == 0 else clipped
