"""The padding is cut off behind the picture, where only half of it lies."""

EXERCISE = "col2im"
MESSAGE = "what lies in the padding is dropped"
CHANGES = [("top : top + size[0], left : left + size[1]", ": size[0], : size[1]")]
