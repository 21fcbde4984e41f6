"""Places are rounded to the nearest pixel: pictures move in whole pixels and get jagged."""

EXERCISE = "warp"
MESSAGE = "bilinear"


def warp(images, maps):
    count, height, width = images.shape
    y, x = places(maps, height, width)
    y, x = np.round(np.clip(y, -2, height)).astype(int), np.round(np.clip(x, -2, width)).astype(int)
    inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
    each = np.arange(count)[:, None]
    values = images[each, np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)]
    return np.where(inside, values, 0).astype(images.dtype).reshape(images.shape)
