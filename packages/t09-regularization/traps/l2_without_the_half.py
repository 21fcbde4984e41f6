"""The factor 1/2 is left out, so that the pull is twice the strength asked for."""

EXERCISE = "l2_penalty"
MESSAGE = "squares and not the norm"


def l2_penalty(parameters, strength):
    return strength * sum(np.sum(p * p) for p in _some(parameters))
