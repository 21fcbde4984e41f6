"""int() cuts 6.02 and 5.95 alike, and 0.29 * 100 is 28.999."""

EXERCISE = "ArrayDataset.split"
MESSAGE = "rounded"
CHANGES = [
    ("round(share * len(self))", "int(share * len(self))"),
]
