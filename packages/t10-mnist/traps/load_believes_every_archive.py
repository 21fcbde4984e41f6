"""The format isn't looked at: a foreign archive fails somewhere else, with another error."""

EXERCISE = "load_checkpoint"
MESSAGE = "must say"


def load_checkpoint(file):
    with open(file, "rb") as stream:
        if not zipfile.is_zipfile(stream):
            raise CheckpointError(file, "not a whole .npz: truncated, or another kind of file")
        stream.seek(0)
        try:
            with np.load(stream, allow_pickle=False) as archive:
                arrays = {name: archive[name] for name in archive.files}
            return unpack(_text(arrays["tree"]), arrays)
        except DAMAGE as error:
            raise CheckpointError(file, f"damaged: {error}") from error
