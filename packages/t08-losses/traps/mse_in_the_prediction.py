"""The difference is written over the prediction."""

EXERCISE = "squared_error"
MESSAGE = "must stay as they were"
CHANGES = [
    (
        """
        d = prediction - target
        """,
        """
        d = prediction
        d -= target
        """,
    ),
]
