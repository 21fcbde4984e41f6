"""The windows lie one pixel apart, and only as many of them are kept as the stride leaves."""

EXERCISE = "im2col"
MESSAGE = "windows are stride pixels apart"
CHANGES = [("in taps(kernel, *grid[1:]):", "in taps(kernel, (1, 1), *grid[2:]):")]
