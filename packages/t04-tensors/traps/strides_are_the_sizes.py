"""The sizes to the right are taken as strides, without multiplying them up."""

EXERCISE = "contiguous_strides"
MESSAGE = "passes everything to its right"
CHANGES = [
    ("stride *= n", "stride = n"),
]
