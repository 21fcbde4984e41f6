"""What is left over at the end is dropped."""

EXERCISE = "read_batch"
MESSAGE = "no whole number of rows"
CHANGES = [
    ("if not content or len(content) % ROW:", "if not content:"),
    (
        "np.frombuffer(content, np.uint8)",
        "np.frombuffer(content[: len(content) // ROW * ROW], np.uint8)",
    ),
]
