"""The columns are not transposed: row by row, which fits for square matrices only."""

EXERCISE = "Arithmetic.__matmul__"
MESSAGE = "row (1, 2, 3) times column (1, 0, 2)"


def __matmul__(self, other):
    other = self.operand(other)
    if not (self.ndim and other.ndim):
        raise ValueError(f"matmul: expected at least 1 axis, got {self.shape} @ {other.shape}")
    left = self if self.ndim > 1 else self[None, :]
    right = other if other.ndim > 1 else other[:, None]
    if left.shape[-1] != right.shape[-2]:
        raise ValueError(f"matmul: the inner sizes differ in {self.shape} @ {other.shape}")
    rows, columns = left[..., :, None, :], right.reshape(*right.shape[:-2], -1, right.shape[-2])
    shape = broadcast_shapes(rows.shape, columns[..., None, :, :].shape)
    views = [rows.broadcast_to(shape), columns[..., None, :, :].broadcast_to(shape)]
    result = type(self)(sum_of_products(views, summed=1), shape[:-1])
    drop = [0 if operand.ndim == 1 else slice(None) for operand in (self, other)]
    return result[..., *drop]
