"""Where windows overlap, the last one wins."""

EXERCISE = "col2im"
MESSAGE = "overlaps add up"
CHANGES = [("+= parts", "= parts")]
