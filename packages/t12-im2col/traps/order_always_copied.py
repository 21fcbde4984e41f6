"""What lies batch-innermost already is copied once more."""

EXERCISE = "batch_innermost"
MESSAGE = "x itself, no copy"
CHANGES = [
    (
        "return x if is_batch_innermost(x) else from_rows(np.ascontiguousarray(rows(x)))",
        "return from_rows(rows(x).copy(order='C'))",
    )
]
