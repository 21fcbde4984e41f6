"""The poolings as modules, with PyTorch's names and arguments."""

from t05_mlp import Module

from t13_pooling.adaptive import adaptive_avg_pool2d, adaptive_max_pool2d, global_avg_pool2d
from t13_pooling.average import avg_pool2d
from t13_pooling.maximum import max_pool2d


class _Pool(Module):
    """A module that calls `function` with the options it was made with."""

    function = None

    def __init__(self, **options):
        super().__init__()
        self.options = options

    def forward(self, x):
        return type(self).function(x, **self.options)

    def extra_repr(self):
        return ", ".join(f"{name}={value}" for name, value in self.options.items())


class MaxPool2d(_Pool):
    """The maximum of each window of (N, C, H, W); see `max_pool2d`."""

    function = staticmethod(max_pool2d)

    def __init__(self, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
        super().__init__(
            kernel_size=kernel_size,
            stride=stride,
            padding=padding,
            dilation=dilation,
            ceil_mode=ceil_mode,
        )


class AvgPool2d(_Pool):
    """The mean of each window of (N, C, H, W); see `avg_pool2d`."""

    function = staticmethod(avg_pool2d)

    def __init__(
        self,
        kernel_size,
        stride=None,
        padding=0,
        ceil_mode=False,
        count_include_pad=True,
        divisor_override=None,
    ):
        super().__init__(
            kernel_size=kernel_size,
            stride=stride,
            padding=padding,
            ceil_mode=ceil_mode,
            count_include_pad=count_include_pad,
            divisor_override=divisor_override,
        )


class AdaptiveAvgPool2d(_Pool):
    """Means on an output of a given size; see `adaptive_avg_pool2d`."""

    function = staticmethod(adaptive_avg_pool2d)

    def __init__(self, output_size):
        super().__init__(output_size=output_size)


class AdaptiveMaxPool2d(_Pool):
    """Maxima on an output of a given size; see `adaptive_max_pool2d`."""

    function = staticmethod(adaptive_max_pool2d)

    def __init__(self, output_size):
        super().__init__(output_size=output_size)


class GlobalAvgPool2d(_Pool):
    """The mean of each channel: (N, C, H, W) to (N, C)."""

    function = staticmethod(global_avg_pool2d)
