"""The axes are transposed as if x were in C order, and never copied back."""

EXERCISE = "depthwise_forward"
MESSAGE = "batch-innermost"
CHANGES = [
    (
        "return from_rows(out)",
        "return np.ascontiguousarray(from_rows(out))",
    ),
]
