"""What the layers of this topic ask of their arguments."""

import numpy as np
from t11_conv2d.geometry import is_whole


def trailing_shape(normalized_shape):
    """Return `normalized_shape`, a whole number or several, as a tuple of them; all from 1."""
    several = isinstance(normalized_shape, tuple | list)
    shape = tuple(normalized_shape) if several else (normalized_shape,)
    if not shape or not all(isinstance(size, int | np.integer) and size > 0 for size in shape):
        raise ValueError(
            "normalized_shape must be a whole number from 1 or a tuple of them, "
            f"got {normalized_shape!r}"
        )
    return shape


def require_eps(eps):
    """Return eps, or raise ValueError unless it is at least 0."""
    if not eps >= 0:
        raise ValueError(f"eps must be at least 0, got {eps}")
    return eps


def require_trailing(name, x, normalized_shape, weight=None, bias=None):
    """Return normalized_shape as a tuple; raise unless x ends in it and the others have it."""
    shape = trailing_shape(normalized_shape)
    _require_floats(name, x)
    if x.shape[-len(shape) :] != shape:
        raise ValueError(f"{name}: x must end in the axes {shape}, got shape {x.shape}")
    _require_shapes(name, x, shape, weight, bias)
    return shape


def require_channel_groups(name, x, num_groups, weight=None, bias=None):
    """Raise ValueError or TypeError unless x (N, C, ...) has C channels in num_groups groups."""
    _require_floats(name, x)
    if x.ndim < 2 or not x.shape[1]:
        raise ValueError(f"{name}: x must have shape (N, C, ...) with channels, got {x.shape}")
    require_divisor(name, num_groups, x.shape[1])
    _require_shapes(name, x, x.shape[1:2], weight, bias)


def require_divisor(name, num_groups, num_channels):
    """Raise ValueError unless num_groups is a whole number that divides num_channels."""
    whole = isinstance(num_groups, int | np.integer) and num_groups > 0
    if not whole or num_channels % num_groups:
        raise ValueError(
            f"{name}: num_groups must be a whole number that divides the {num_channels} channels, "
            f"got {num_groups!r}"
        )


def require_layer(name, layer, dim):
    """Return the array of layer.weight; raise unless it has two or more axes, `dim` among them."""
    weight = getattr(layer, "weight", None)
    if weight is None:
        raise TypeError(f"{name}: layer must have a parameter `weight`, got {type(layer).__name__}")
    if weight.ndim < 2:
        raise ValueError(f"{name}: layer.weight must have two axes or more, got {weight.shape}")
    if dim is not None and not (is_whole(dim) and 0 <= dim < weight.ndim):
        raise ValueError(f"{name}: dim must be an axis of the weight {weight.shape}, got {dim!r}")
    return weight.data


def _require_floats(name, x):
    if x.dtype.kind != "f":
        raise TypeError(f"{name}: x must hold floating point numbers, got {x.dtype}")


def _require_shapes(name, x, shape, weight, bias):
    for argument, array in (("weight", weight), ("bias", bias)):
        if array is not None and array.shape != shape:
            raise ValueError(
                f"{name}: {argument} has shape {array.shape}, expected {shape} "
                f"for x of shape {x.shape}"
            )
