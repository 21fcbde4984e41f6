"""The row is taken from every other class, not from the rival alone."""

EXERCISE = "multiclass_pass"
MESSAGE = "Only the own class and the rival move"
CHANGES = [
    (
        """
        W[own[start + first]] += row
        W[scores[first].argmax()] -= row
        """,
        """
        W -= row
        W[own[start + first]] += 2 * row
        """,
    ),
]
