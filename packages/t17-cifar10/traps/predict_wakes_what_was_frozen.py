"""All modules end in the mode of the outermost one."""

EXERCISE = "predict"
MESSAGE = "a frozen norm"
CHANGES = [
    ("module.training = training", "module.training = modes[0][1]"),
]
