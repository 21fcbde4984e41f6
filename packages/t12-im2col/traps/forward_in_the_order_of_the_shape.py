"""The result is copied to the order N, C, H, W: the next layer copies it back."""

EXERCISE = "conv2d_forward"
MESSAGE = "must lie batch-innermost"
CHANGES = [
    (
        "return from_rows(out if bias is None else _add_bias(out, bias))",
        "return np.ascontiguousarray(from_rows(out if bias is None else _add_bias(out, bias)))",
    )
]
