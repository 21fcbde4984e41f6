"""Only the weights after a mistake are averaged: a long success counts no more than a short one."""

EXERCISE = "AveragedPerceptron.fit"
MESSAGE = "one term per visit, mistake or not"
CHANGES = [
    (
        """
        total += len(rows) * before + (len(rows) - wrong) @ rows[wrong]
        visits += len(rows)
        """,
        """
        total += len(wrong) * before + np.arange(len(wrong), 0, -1) @ rows[wrong]
        visits += len(wrong)
        """,
    ),
]
