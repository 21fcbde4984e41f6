"""np.savez adds .npz to a name: the next run doesn't find its checkpoint."""

EXERCISE = "save_checkpoint"
MESSAGE = "np.savez adds .npz to a"


def save_checkpoint(file, state):
    text, arrays = pack(state)
    np.savez(file, format=_bytes(FORMAT), tree=_bytes(text), **arrays)
