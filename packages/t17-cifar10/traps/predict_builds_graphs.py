"""The scores remember how they were made."""

EXERCISE = "predict"
MESSAGE = "fills the memory"
CHANGES = [
    ("with no_grad():", "if True:"),
]
