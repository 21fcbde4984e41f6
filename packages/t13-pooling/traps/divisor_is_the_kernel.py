"""Every window is divided by the size of the kernel."""

EXERCISE = "divisors"
MESSAGE = "count what lies in the window"


def divisors(windows, count_include_pad=True, divisor_override=None):
    size = divisor_override or windows.kernel[0] * windows.kernel[1]
    return np.full(windows.out_size, float(size))
