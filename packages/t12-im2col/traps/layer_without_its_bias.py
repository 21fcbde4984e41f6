"""The bias is drawn, saved, and never added."""

EXERCISE = "Conv2d.forward"
MESSAGE = "all settings"
CHANGES = [("self.bias,", "")]
