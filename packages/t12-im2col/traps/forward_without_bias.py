"""The bias is taken and not used."""

EXERCISE = "conv2d_forward"
MESSAGE = "the same sum as t11"
CHANGES = [("out if bias is None else _add_bias(out, bias)", "out")]
