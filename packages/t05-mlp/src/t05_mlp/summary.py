"""What a module looks like as text."""

import numpy as np
from scratchcore import no_grad


def represent(module):
    """Return the module's `repr`: its type, its options, and an indented line for each child."""
    name, extra = type(module).__name__, module.extra_repr()
    lines = [f"({key}): {child!r}" for key, child in module._modules.items()]
    if not lines:
        return f"{name}({extra})"
    body = "\n".join([extra] * bool(extra) + lines).replace("\n", "\n  ")
    return f"{name}(\n  {body}\n)"


def summarize(module, input_shape=None):
    """Return the table of `Module.summary`."""
    shapes = {} if input_shape is None else output_shapes(module, input_shape)
    rows = [("module", "type", "output", "parameters")]
    for path, each in module.named_modules():
        count = sum(parameter.size for parameter in each._parameters.values())
        shape = " ".join(map(str, shapes.get(each, [])))
        rows.append((path or "(all)", type(each).__name__, shape, f"{count:,}" if count else "-"))
    keep = (0, 1, 2, 3) if shapes else (0, 1, 3)
    rows = [[row[i] for i in keep] for row in rows]
    return "\n".join([*_aligned(rows), _totals(module)])


def _aligned(rows):
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        left = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        yield "  ".join([*left, row[-1].rjust(widths[-1])])


def _totals(module):
    parameters = list(module.parameters())
    count = sum(p.size for p in parameters)
    trained = sum(p.size for p in parameters if p.requires_grad)
    size = sum(p.data.nbytes for p in parameters)
    return f"{count:,} parameters, {trained:,} trained, {size:,} bytes"


def output_shapes(module, input_shape):
    """Return the shapes that each module returns, call by call, for zeros of `input_shape`."""
    dtype = next((p.dtype for p in module.parameters()), np.dtype(np.float32))
    modes = {each: each.training for each in module.modules()}
    shapes = {each: [] for each in modes}
    try:
        for each in modes:
            vars(each)["forward"] = _recording(each.forward, shapes[each])
        with no_grad():
            module.eval()(np.zeros(input_shape, dtype))
    finally:
        for each, training in modes.items():
            vars(each).pop("forward", None)
            each.training = training
    return shapes


def _recording(forward, shapes):
    def recorded(*args, **kwargs):
        out = forward(*args, **kwargs)
        shapes.append(np.shape(out))
        return out

    return recorded
