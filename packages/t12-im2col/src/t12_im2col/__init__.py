"""Convolution as a matrix product: im2col, and the fast convolution that later topics use."""

from t12_im2col.columns import (
    col2im,
    conv2d_columns,
    conv2d_columns_backward,
    im2col,
    im2col_bytes,
)
from t12_im2col.conv import (
    Conv2d,
    conv2d,
    conv2d_backward,
    conv2d_bias_gradient,
    conv2d_forward,
    conv2d_input_gradient,
    conv2d_weight_gradient,
)
from t12_im2col.layout import (
    batch_innermost,
    empty_batch_innermost,
    from_rows,
    is_batch_innermost,
    rows,
)
from t12_im2col.lines import row_matrices, shifted_copies
from t12_im2col.threads import in_two_threads, single

__all__ = [
    "Conv2d",
    "batch_innermost",
    "col2im",
    "conv2d",
    "conv2d_backward",
    "conv2d_bias_gradient",
    "conv2d_columns",
    "conv2d_columns_backward",
    "conv2d_forward",
    "conv2d_input_gradient",
    "conv2d_weight_gradient",
    "empty_batch_innermost",
    "from_rows",
    "im2col",
    "im2col_bytes",
    "in_two_threads",
    "is_batch_innermost",
    "row_matrices",
    "rows",
    "shifted_copies",
    "single",
]
