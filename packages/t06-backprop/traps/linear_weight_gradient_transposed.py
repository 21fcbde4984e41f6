"""x.T @ g is (in, out), the weight (out, in)."""

EXERCISE = "LinearLayer.backward"
MESSAGE = "transposed"
CHANGES = [
    ("g.T @ x", "x.T @ g"),
]
