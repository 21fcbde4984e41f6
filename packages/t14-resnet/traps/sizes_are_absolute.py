"""The gradient's norm alone: layers with large weights look different."""

EXERCISE = "gradient_sizes"
MESSAGE = "norm(gradient) / norm(weight)"
CHANGES = [
    (
        "np.linalg.norm(p.grad) / np.linalg.norm(p.data)",
        "np.linalg.norm(p.grad)",
    ),
]
