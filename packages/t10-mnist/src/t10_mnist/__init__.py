"""Real handwritten digits: data loading, a training loop, and what its predictions are worth."""

from t10_mnist.augment import RandomAffine, affine_maps, places, warp
from t10_mnist.checkpoint import CheckpointError, load_checkpoint, save_checkpoint
from t10_mnist.dataloader import DataLoader
from t10_mnist.dataset import ArrayDataset, Dataset
from t10_mnist.datasets import DATASETS, load_fashion_mnist, load_mnist, load_pair
from t10_mnist.digits import load_digits
from t10_mnist.fetch import (
    DataSource,
    FetchError,
    RemoteFile,
    check_file,
    data_folder,
    fetch,
    require_files,
)
from t10_mnist.fit import Run, fit
from t10_mnist.idx import read_header, read_idx, write_idx
from t10_mnist.metrics import accuracy, class_report, confusion_matrix, report_table
from t10_mnist.progress import Progress, ProgressBar
from t10_mnist.recipes import DIGITS_RECIPE, MNIST_RECIPE, Recipe
from t10_mnist.training import RunningMeans, evaluate, train_epoch, train_step
from t10_mnist.tree import pack, unpack

__all__ = [
    "DATASETS",
    "DIGITS_RECIPE",
    "MNIST_RECIPE",
    "ArrayDataset",
    "CheckpointError",
    "DataLoader",
    "DataSource",
    "Dataset",
    "FetchError",
    "Progress",
    "ProgressBar",
    "RandomAffine",
    "Recipe",
    "RemoteFile",
    "Run",
    "RunningMeans",
    "accuracy",
    "affine_maps",
    "check_file",
    "class_report",
    "confusion_matrix",
    "data_folder",
    "evaluate",
    "fetch",
    "fit",
    "load_checkpoint",
    "load_digits",
    "load_fashion_mnist",
    "load_mnist",
    "load_pair",
    "pack",
    "places",
    "read_header",
    "read_idx",
    "report_table",
    "require_files",
    "save_checkpoint",
    "train_epoch",
    "train_step",
    "unpack",
    "warp",
    "write_idx",
]
