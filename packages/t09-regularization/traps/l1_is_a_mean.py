"""The mean of each parameter is added: a large matrix is penalised less per weight."""

EXERCISE = "l1_penalty"
MESSAGE = "sizes, summed"
CHANGES = [
    ("np.sum(np.abs(p))", "np.mean(np.abs(p))"),
]
