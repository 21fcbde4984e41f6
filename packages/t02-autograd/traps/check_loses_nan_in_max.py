"""`max` compares with `>`, which is False for NaN: a NaN gradient passes the check."""

EXERCISE = "gradient_check"
MESSAGE = "drops a NaN"
CHANGES = [
    (
        """
        if error > worst or math.isnan(error):  # max() would drop a NaN
            worst = error
        """,
        "worst = max(worst, error)\n",
    ),
]
