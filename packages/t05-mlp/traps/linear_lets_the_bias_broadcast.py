"""A bias of one value is spread over all outputs, and its gradient has another shape."""

EXERCISE = "linear"
MESSAGE = "NumPy would spread it"


@primitive()
def linear(x, weight, bias=None):
    if x.shape[-1:] != weight.shape[1:]:
        raise ValueError(f"linear: x has shape {x.shape}, weight {weight.shape}")
    rows = x.reshape(math.prod(x.shape[:-1]), x.shape[-1])
    out = rows.dot(weight.T)
    if bias is not None:
        out = out + bias
    out = out.reshape(*x.shape[:-1], len(weight))
    return out, lambda g: linear_backward(g, rows, weight, x.shape)
