"""The input is copied, which doubles the memory of every activation."""

EXERCISE = "LinearLayer.forward"
MESSAGE = "and no copy"
CHANGES = [
    ("self.keep(x)", "self.keep(x.copy())"),
]
