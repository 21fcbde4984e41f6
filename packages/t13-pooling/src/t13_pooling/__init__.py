"""Pooling: maxima and means of windows, of a picture's parts, and of all of it."""

from t13_pooling.adaptive import (
    adaptive_avg_pool2d,
    adaptive_max_pool2d,
    adaptive_ranges,
    global_avg_pool2d,
)
from t13_pooling.average import average_backward, average_forward, avg_pool2d, divisors
from t13_pooling.layers import (
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    AvgPool2d,
    GlobalAvgPool2d,
    MaxPool2d,
)
from t13_pooling.maximum import max_backward, max_forward, max_pool2d
from t13_pooling.windows import Windows

__all__ = [
    "AdaptiveAvgPool2d",
    "AdaptiveMaxPool2d",
    "AvgPool2d",
    "GlobalAvgPool2d",
    "MaxPool2d",
    "Windows",
    "adaptive_avg_pool2d",
    "adaptive_max_pool2d",
    "adaptive_ranges",
    "average_backward",
    "average_forward",
    "avg_pool2d",
    "divisors",
    "global_avg_pool2d",
    "max_backward",
    "max_forward",
    "max_pool2d",
]
