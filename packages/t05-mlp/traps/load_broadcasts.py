"""An array of one value fills a whole parameter, since assignment broadcasts."""

EXERCISE = "Module.load_state_dict"
MESSAGE = "took a state with an array of the wrong shape"
CHANGES = [
    ("if array.shape != own[path].shape", "if False"),
]
