"""A gradient with one row counts for all rows."""

EXERCISE = "LinearLayer.backward"
MESSAGE = "call require_shape"
CHANGES = [
    ("self.require_shape(g, (len(x), len(self.weight.data)))\n", ""),
]
