"""The incoming gradient serves as the buffer: other paths of the graph see it changed."""

EXERCISE = "batch_norm_backward"
MESSAGE = "other paths of the graph hold it"
CHANGES = [
    ("np.subtract(g, x_grad, out=x_grad)", "x_grad = np.subtract(g, x_grad, out=g)"),
]
