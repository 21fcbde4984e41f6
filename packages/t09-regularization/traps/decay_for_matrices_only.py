"""Only what has exactly two axes decays: kernels of a convolution don't."""

EXERCISE = "decay_groups"
MESSAGE = "matrices and kernels decay"


def decay_groups(parameters, weight_decay):
    parameters = list(parameters)
    groups = [
        {"params": [p for p in parameters if p.ndim == 2], "weight_decay": weight_decay},
        {"params": [p for p in parameters if p.ndim != 2], "weight_decay": 0.0},
    ]
    return [group for group in groups if group["params"]]
