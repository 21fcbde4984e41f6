"""Arrays that don't fit are broadcast, and something comes out."""

EXERCISE = "conv2d_naive"
MESSAGE = "DID NOT RAISE"
CHANGES = [("require_conv(x, weight, bias)", "x.shape")]
