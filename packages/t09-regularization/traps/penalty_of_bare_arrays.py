"""p.data in the penalty: the loss shows it, and no weight ever feels it."""

EXERCISE = "l1_penalty"
MESSAGE = "no gradient gets back"
CHANGES = [("np.sum(np.abs(p))", "np.sum(np.abs(p.data))")]
