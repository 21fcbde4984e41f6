"""The kernel isn't turned: cross-correlation under another name."""

EXERCISE = "convolve2d"
MESSAGE = "a correlation sets it upside down"
CHANGES = [("correlate2d(picture, kernel[::-1, ::-1])", "correlate2d(picture, kernel)")]
