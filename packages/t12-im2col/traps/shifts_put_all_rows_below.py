"""The rows of zeros all go to the end."""

EXERCISE = "shifted_copies"
MESSAGE = "[above + h, k, :, j]"
CHANGES = [
    ("copies[:above] = 0", "copies[h:] = 0"),
    ("copies[above + h :] = 0", "pass"),
    ("inside = copies[above : above + h]", "inside = copies[:h]"),
]
