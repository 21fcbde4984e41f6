"""The loss is checked after the optimizer's step, when all parameters are NaN already."""

EXERCISE = "train_step"
MESSAGE = "look at the loss first"


def train_step(model, x, y, *, loss, optimizer, schedule=None):
    optimizer.zero_grad()
    scores = model(x)
    value = loss(scores, y)
    value.backward()
    optimizer.step()
    if not math.isfinite(value.item()):
        raise FloatingPointError(f"the loss is {value.item()}")
    if schedule is not None:
        schedule.step()
    return value.item(), scores
