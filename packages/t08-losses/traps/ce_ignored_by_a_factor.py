"""An ignored row is multiplied by 0, which a masked class of it turns into nan."""

EXERCISE = "class_cross_entropy"
MESSAGE = "invalid value"
CHANGES = [
    ("np.where(counted, surprise, 0.0)", "surprise"),
]
