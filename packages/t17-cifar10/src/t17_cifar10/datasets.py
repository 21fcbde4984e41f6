"""CIFAR-10: where its archive is, for `scratch data get cifar10`."""

from t10_mnist.fetch import DataSource, RemoteFile

# Size and MD5 (c32a1d4ab5d03f1284b67883e8d87530) as published; the SHA-256 of that file stands in
# github.com/JuliaML/MLDatasets.jl and github.com/ankane/torchvision-ruby.
ARCHIVE = RemoteFile(
    "cifar-10-binary.tar.gz",
    170_052_171,
    "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    ("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",),
)
DATASETS = {
    "cifar10": DataSource(
        "cifar10",
        "CIFAR-10: 60,000 colour photographs of ten things, 32 x 32, binary version",
        "https://www.cs.toronto.edu/~kriz/cifar.html",
        "none stated; cite Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
        (ARCHIVE,),
    ),
}
