"""The error comes in the middle: half of the model is new."""

EXERCISE = "Module.load_state_dict"
MESSAGE = "half a model is worse than an error"


def load_state_dict(self, state, strict=True):
    own = self.state_dict(copy=False)
    missing = [path for path in own if path not in state]
    unexpected = [path for path in state if path not in own]
    for path in own:
        if path not in state:
            continue
        array = _raw(state[path])
        if array.shape != own[path].shape:
            raise ValueError(
                f"load_state_dict: {path} has shape {array.shape}, expected {own[path].shape}"
            )
        own[path][...] = array
    if strict and (missing or unexpected):
        raise ValueError(f"load_state_dict: missing {missing}, unexpected {unexpected}")
    return missing, unexpected
