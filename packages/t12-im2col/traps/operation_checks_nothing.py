"""Arguments that don't fit fail somewhere inside."""

EXERCISE = "conv2d"
MESSAGE = "Regex pattern did not match"
CHANGES = [("require_conv(x, weight, bias)", "")]
