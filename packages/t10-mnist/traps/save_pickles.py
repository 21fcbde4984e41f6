"""The whole state goes into one object array, which only pickle can read back."""

EXERCISE = "save_checkpoint"
MESSAGE = "the archive must hold format, tree and the arrays"


def save_checkpoint(file, state):
    pack(state)
    with replacing(file) as stream:
        np.savez(stream, format=_bytes(FORMAT), state=np.array(state, object))
