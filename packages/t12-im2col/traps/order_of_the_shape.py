"""The copy is contiguous in the order of the shape: N, C, H, W."""

EXERCISE = "batch_innermost"
MESSAGE = "must be C-contiguous"
CHANGES = [("from_rows(np.ascontiguousarray(rows(x)))", "np.ascontiguousarray(x)")]
