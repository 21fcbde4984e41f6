"""Q is taken as it comes: LAPACK's choice of signs is not random."""

EXERCISE = "orthogonal_"
MESSAGE = "qr picks the signs"
CHANGES = [
    ("    q *= np.where(np.diag(r) < 0, -1.0, 1.0)\n", ""),
]
