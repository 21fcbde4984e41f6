"""The layer keeps a padding that it never uses."""

EXERCISE = "Conv2d.forward"
MESSAGE = "all settings"
CHANGES = [("padding=self.padding,", "")]
