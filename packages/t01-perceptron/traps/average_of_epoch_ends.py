"""One term per epoch, the weights at its end."""

EXERCISE = "AveragedPerceptron.fit"
MESSAGE = "one term per visit, mistake or not"
CHANGES = [
    (
        """
        total += len(rows) * before + (len(rows) - wrong) @ rows[wrong]
        visits += len(rows)
        """,
        """
        total += v
        visits += 1
        """,
    ),
]
