"""`< 0` instead of `<= 0`: at zero no row is ever mistaken."""

EXERCISE = "one_pass"
MESSAGE = "a tie is a mistake"
CHANGES = [
    ("size] @ v <= 0", "size] @ v < 0"),
]
