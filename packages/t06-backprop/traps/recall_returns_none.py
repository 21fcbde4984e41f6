"""Nothing kept is answered by None, and the error appears somewhere else."""

EXERCISE = "ManualLayer.recall"
MESSAGE = "backward before forward is a RuntimeError"


def recall(self):
    return self._kept.pop() if self._kept else None
