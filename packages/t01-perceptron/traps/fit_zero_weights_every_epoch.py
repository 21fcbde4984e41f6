"""The weights are set to zero inside the loop: every epoch repeats the first."""

EXERCISE = "Perceptron.fit"
MESSAGE = "each epoch goes on with the weights"
CHANGES = [
    ("v = np.zeros(Z.shape[1])\n", ""),
    ("v, wrong = one_pass(Z[order], v)", "v, wrong = one_pass(Z[order], np.zeros(Z.shape[1]))"),
]
