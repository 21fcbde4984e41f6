"""Colour pictures: CIFAR-10, augmentation, averaged weights, and what a network gets wrong."""

from t17_cifar10.archive import check_member, unpack_archive
from t17_cifar10.augment import (
    CropFlip,
    cutout,
    normalize_images,
    random_crop,
    random_flip,
)
from t17_cifar10.cifar10 import CIFAR10_CLASSES, load_cifar10, read_batch
from t17_cifar10.ema import EMA
from t17_cifar10.evaluation import predict
from t17_cifar10.network import ConvNet
from t17_cifar10.outlines import OUTLINES, SHAPES, crescent
from t17_cifar10.parallel import DataParallel
from t17_cifar10.pickled import convert_pickled, read_pickled_batch
from t17_cifar10.recipes import (
    CIFAR10_LONG_RECIPE,
    CIFAR10_RECIPE,
    SHAPES_RECIPE,
    ConvRecipe,
)
from t17_cifar10.report import (
    confused_pairs,
    error_report,
    filter_grid,
    most_confident_mistakes,
)
from t17_cifar10.shapes10 import draw_shapes, load_shapes10
from t17_cifar10.splitmix import Streams, splitmix64

__all__ = [
    "CIFAR10_CLASSES",
    "CIFAR10_LONG_RECIPE",
    "CIFAR10_RECIPE",
    "EMA",
    "OUTLINES",
    "SHAPES",
    "SHAPES_RECIPE",
    "ConvNet",
    "ConvRecipe",
    "CropFlip",
    "DataParallel",
    "Streams",
    "check_member",
    "confused_pairs",
    "convert_pickled",
    "crescent",
    "cutout",
    "draw_shapes",
    "error_report",
    "filter_grid",
    "load_cifar10",
    "load_shapes10",
    "most_confident_mistakes",
    "normalize_images",
    "predict",
    "random_crop",
    "random_flip",
    "read_batch",
    "read_pickled_batch",
    "splitmix64",
    "unpack_archive",
]
