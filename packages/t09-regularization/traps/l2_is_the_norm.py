"""The norm is penalised instead of its square: the pull has one length at any size."""

EXERCISE = "l2_penalty"
MESSAGE = "not the norm"


def l2_penalty(parameters, strength):
    return 0.5 * strength * np.sqrt(sum(np.sum(p * p) for p in _some(parameters)))
