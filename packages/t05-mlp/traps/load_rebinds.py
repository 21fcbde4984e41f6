"""Each parameter gets a new array; the optimizer's views keep the old one."""

EXERCISE = "Module.load_state_dict"
MESSAGE = "an optimizer and views hold this array"


def load_state_dict(self, state, strict=True):
    own = self.state_dict(copy=False)
    missing = [path for path in own if path not in state]
    unexpected = [path for path in state if path not in own]
    wrong = [p for p in own if p in state and _raw(state[p]).shape != own[p].shape]
    if wrong or (strict and (missing or unexpected)):
        shapes = [f"{p} {_raw(state[p]).shape}, expected {own[p].shape}" for p in wrong]
        raise ValueError(f"load_state_dict: {missing}, {unexpected}, {shapes}")
    for path, parameter in self.named_parameters():
        if path in state:
            parameter.data = _raw(state[path]).astype(parameter.dtype)
    for path, module in self.named_modules():
        for name in module._buffers:
            if _join(path, name) in state:
                setattr(module, name, _raw(state[_join(path, name)]).copy())
    return missing, unexpected
