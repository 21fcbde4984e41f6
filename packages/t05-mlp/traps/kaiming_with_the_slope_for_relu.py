"""The slope goes into every gain: relu with a=0.5 gets the gain of leaky_relu."""

EXERCISE = "kaiming_std"
MESSAGE = "the slope a matters to leaky_relu alone"


def kaiming_std(shape, a=0.0, mode="fan_in", nonlinearity="leaky_relu"):
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode must be 'fan_in' or 'fan_out', got {mode!r}")
    fan_in, fan_out = fan_in_and_fan_out(shape)
    fan = fan_in if mode == "fan_in" else fan_out
    if nonlinearity in ("relu", "leaky_relu"):
        return math.sqrt(2 / ((1 + a**2) * fan))
    return calculate_gain(nonlinearity) / math.sqrt(fan)
