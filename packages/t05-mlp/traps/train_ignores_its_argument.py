"""eval() calls train(False), which trains."""

EXERCISE = "Module.train"
MESSAGE = "after eval()"
CHANGES = [
    ("module.training = mode", "module.training = True"),
]
