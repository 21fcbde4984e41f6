"""dtype is forgotten: float32 pictures become float64."""

EXERCISE = "gaussian_kernel"
MESSAGE = "dtype is float32 unless asked"
CHANGES = [
    ("np.outer(line, line).astype(dtype)", "np.outer(line, line)"),
]
