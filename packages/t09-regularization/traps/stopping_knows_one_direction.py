"""Smaller is better, whatever the mode."""

EXERCISE = "EarlyStopping.step"
MESSAGE = "mode 'max'"
CHANGES = [
    ('if value > bar if self.mode == "max" else value < bar:', "if value < bar:"),
]
