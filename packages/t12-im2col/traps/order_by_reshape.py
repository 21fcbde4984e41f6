"""The memory is read in another order instead of being moved."""

EXERCISE = "batch_innermost"
MESSAGE = "only the order in memory changes"
CHANGES = [("np.ascontiguousarray(rows(x))", "np.ascontiguousarray(x).reshape(rows(x).shape)")]
