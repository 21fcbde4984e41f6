"""An empty registry counts as false: the first parameter is never noted, so it stays empty."""

EXERCISE = "Module.__setattr__"
MESSAGE = "is never trained or saved"
CHANGES = [("if registry is not None:", "if registry:")]
