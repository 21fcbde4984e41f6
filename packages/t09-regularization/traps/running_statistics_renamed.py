"""New arrays are bound to the local names; those of the layer never move."""

EXERCISE = "update_running"
MESSAGE = "0.9 * 10"


def update_running(running_mean, running_var, mean, var, count, momentum):
    running_mean = (1 - momentum) * running_mean + momentum * mean
    running_var = (1 - momentum) * running_var + momentum * var * count / (count - 1)
