"""parameters() is a generator: the second pass over it finds nothing."""

EXERCISE = "decay_groups"
MESSAGE = "one that doesn't"


def decay_groups(parameters, weight_decay):
    parameters = iter(parameters)
    groups = [
        {"params": [p for p in parameters if p.ndim >= 2], "weight_decay": weight_decay},
        {"params": [p for p in parameters if p.ndim < 2], "weight_decay": 0.0},
    ]
    return [group for group in groups if group["params"]]
