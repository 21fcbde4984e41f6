"""Broadcasting is left to check the inner sizes, and repeats a size of 1."""

EXERCISE = "Arithmetic.__matmul__"
MESSAGE = "the inner size never broadcasts"
CHANGES = [
    (
        "if left.shape[-1] != right.shape[-2]:",
        "if left.shape[-1] != right.shape[-2] and 1 not in (left.shape[-1], right.shape[-2]):",
    ),
]
