"""`net = Net().eval()` leaves None in net."""

EXERCISE = "Module.train"
MESSAGE = "train and eval return the module"
CHANGES = [
    ("        return self\n", ""),
]
