"""Ordered by columns: j is the outer loop."""

EXERCISE = "windows"
MESSAGE = "ordered by i, then by j"
CHANGES = [
    (
        """
        for i in range(out_size[0])
        for j in range(out_size[1])
""",
        """
        for j in range(out_size[1])
        for i in range(out_size[0])
""",
    ),
]
