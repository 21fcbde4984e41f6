"""What NumPy does underneath: shapes and strides over a flat buffer."""

from t04_tensors.array import StridedArray, strided
from t04_tensors.broadcasting import broadcast_shapes, broadcast_strides, sum_to_shape
from t04_tensors.cache import cache_misses
from t04_tensors.einstein import einsum, label_strides
from t04_tensors.indexing import index_layout, slice_axis
from t04_tensors.layout import contiguous_strides, flat_offsets, is_contiguous
from t04_tensors.reshaping import view_strides
from t04_tensors.windows import sliding_windows

__all__ = [
    "StridedArray",
    "broadcast_shapes",
    "broadcast_strides",
    "cache_misses",
    "contiguous_strides",
    "einsum",
    "flat_offsets",
    "index_layout",
    "is_contiguous",
    "label_strides",
    "slice_axis",
    "sliding_windows",
    "strided",
    "sum_to_shape",
    "view_strides",
]
