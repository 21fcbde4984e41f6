"""A refused input stays on the stack, and the next backward finds it."""

EXERCISE = "LinearLayer.forward"
MESSAGE = "was refused but is kept"
CHANGES = [
    (
        """
        self.require_input(x)
        self.keep(x)
        """,
        """
        self.keep(x)
        self.require_input(x)
        """,
    ),
]
