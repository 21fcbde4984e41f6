"""Missing and unexpected keys are returned, and nobody looks at them."""

EXERCISE = "Module.load_state_dict"
MESSAGE = "took a state with missing and unexpected keys"
CHANGES = [
    ("wrong or (strict and (missing or unexpected))", "wrong"),
]
