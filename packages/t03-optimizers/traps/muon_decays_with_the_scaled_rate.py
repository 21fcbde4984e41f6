"""The scaled learning rate is used for the decay as well."""

EXERCISE = "muon_update"
MESSAGE = "does not depend on the shape"
CHANGES = [
    (
        "(p, 1 - lr * weight_decay, out=p)",
        "(p, 1 - lr * math.sqrt(max(1, p.shape[0] / p.shape[1])) * weight_decay, out=p)",
    ),
]
