"""There is no registry yet when the first layer is assigned."""

EXERCISE = "MLP.__init__"
MESSAGE = "must call super().__init__()"
CHANGES = [
    ("        super().__init__()\n", ""),
]
