"""np.zeros without a dtype makes float64 gradients of float32 logits."""

EXERCISE = "picked"
MESSAGE = "np.zeros(shape)"
CHANGES = [
    ("np.zeros(x.shape, x.dtype)", "np.zeros(x.shape)"),
]
