"""The sum is overwritten in the loop: only the last parameter counts."""

EXERCISE = "l2_penalty"
MESSAGE = "1 + 4 + 0"


def l2_penalty(parameters, strength):
    for p in _some(parameters):
        total = np.sum(p * p)
    return 0.5 * strength * total
