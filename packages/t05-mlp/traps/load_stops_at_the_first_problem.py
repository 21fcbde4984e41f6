"""A wrong shape is raised before missing keys are: each correction only shows the next problem."""

EXERCISE = "Module.load_state_dict"
MESSAGE = "collect all problems"


def load_state_dict(self, state, strict=True):
    own = self.state_dict(copy=False)
    missing = [path for path in own if path not in state]
    unexpected = [path for path in state if path not in own]
    both = [path for path in own if path in state]
    for path in both:
        if _raw(state[path]).shape != own[path].shape:
            shapes = _raw(state[path]).shape, own[path].shape
            raise ValueError(f"{path} has shape {shapes[0]}, expected {shapes[1]}")
    if strict and (missing or unexpected):
        raise ValueError(f"missing: {missing}, unexpected: {unexpected}")
    for path in both:
        own[path][...] = _raw(state[path])
    return missing, unexpected
