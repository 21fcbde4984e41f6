"""Buffers that were registered with persistent=False are saved."""

EXERCISE = "Module.state_dict"
MESSAGE = "keys are"
CHANGES = [
    ("if name not in module._transient:", "if True:"),
]
