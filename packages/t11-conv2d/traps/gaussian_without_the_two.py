"""exp(-d² / sigma²): narrower than sigma says."""

EXERCISE = "gaussian_kernel"
MESSAGE = "exp(-distance² / (2 sigma²))"
CHANGES = [
    ("(2 * sigma * sigma)", "(sigma * sigma)"),
]
