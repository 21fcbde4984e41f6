"""NumPy's and zipfile's own errors get through: they name neither the file nor the way out."""

EXERCISE = "load_checkpoint"
MESSAGE = "got out of load_checkpoint"


def load_checkpoint(file):
    with np.load(file, allow_pickle=False) as archive:
        found = _text(archive["format"]) if "format" in archive else None
        if found != FORMAT:
            raise CheckpointError(file, f"its format is {found!r}, expected {FORMAT!r}")
        arrays = {name: archive[name] for name in archive.files}
    return unpack(_text(arrays["tree"]), arrays)
