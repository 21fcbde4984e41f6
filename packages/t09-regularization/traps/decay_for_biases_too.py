"""All parameters decay, biases and the scales of normalisation among them."""

EXERCISE = "decay_groups"
MESSAGE = "one that doesn't"


def decay_groups(parameters, weight_decay):
    return [{"params": list(parameters), "weight_decay": weight_decay}]
