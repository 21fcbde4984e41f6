"""Only the module itself changes its mode: dropout below goes on."""

EXERCISE = "Module.train"
MESSAGE = "every depth counts"
CHANGES = [
    ("self.modules()", "[self]"),
]
