"""Height and width are swapped."""

EXERCISE = "adaptive_max_pool2d"
MESSAGE = "expected (2, 3"
CHANGES = [
    ("out_h, out_w = _output_size(x, output_size)", "out_w, out_h = _output_size(x, output_size)"),
]
