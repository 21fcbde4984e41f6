"""The factor for tall matrices is left out."""

EXERCISE = "muon_update"
MESSAGE = "sqrt(max(1, rows / cols))"
CHANGES = [
    ("lr * math.sqrt(max(1, p.shape[0] / p.shape[1]))", "lr"),
]
