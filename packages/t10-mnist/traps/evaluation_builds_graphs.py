"""Without no_grad every batch builds a graph that nobody uses."""

EXERCISE = "evaluate"
MESSAGE = "builds a graph that nobody uses"
CHANGES = [("with no_grad():", "if True:")]
