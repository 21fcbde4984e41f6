"""The table is a copy: right numbers, and a pass over memory for nothing."""

EXERCISE = "as_table"
MESSAGE = "another way to look at the same memory"
CHANGES = [
    (
        "np.ascontiguousarray(x)  #",
        'np.array(x, order="C")  #',
    ),
    (
        "rows(batch_innermost(x))",
        "rows(batch_innermost(x)).copy()",
    ),
]
