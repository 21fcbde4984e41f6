"""All modules end in the mode of the outermost one."""

EXERCISE = "evaluate"
MESSAGE = "a frozen layer"
CHANGES = [
    ("module.training = training", "module.training = modes[0][1]"),
]
