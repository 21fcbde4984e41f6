"""Each epoch starts from zero weights again."""

EXERCISE = "MultiClassPerceptron.fit"
MESSAGE = "each epoch goes on with the weights"
CHANGES = [
    (
        "multiclass_pass(A[order], own[order], W)",
        "multiclass_pass(A[order], own[order], np.zeros_like(W))",
    ),
]
