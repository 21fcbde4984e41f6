"""The state is a set of views and follows the training."""

EXERCISE = "Module.state_dict"
MESSAGE = "a saved state must not follow it"
CHANGES = [
    ("{path: array.copy() for path, array in state.items()} if copy else state", "state"),
]
