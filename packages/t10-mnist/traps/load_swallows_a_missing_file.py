"""A missing file counts as damaged: nobody can tell a first run from a broken disk."""

EXERCISE = "load_checkpoint"
MESSAGE = "none.npz"


def load_checkpoint(file):
    if not zipfile.is_zipfile(file):
        raise CheckpointError(file, "not a whole .npz: truncated, or another kind of file")
    try:
        with np.load(file, allow_pickle=False) as archive:
            found = _text(archive["format"]) if "format" in archive else None
            if found != FORMAT:
                raise CheckpointError(file, f"its format is {found!r}, expected {FORMAT!r}")
            arrays = {name: archive[name] for name in archive.files}
        return unpack(_text(arrays["tree"]), arrays)
    except DAMAGE as error:
        raise CheckpointError(file, f"damaged: {error}") from error
