"""`matrix[target, predicted] += 1` counts a pair that comes five times once."""

EXERCISE = "confusion_matrix"
MESSAGE = "repeated pairs add up"


def confusion_matrix(predicted, target, classes=None):
    predicted, target = _class_numbers("predicted", predicted), _class_numbers("target", target)
    if predicted.shape != target.shape:
        raise ValueError(f"predicted has {len(predicted)} entries, target {len(target)}")
    largest = int(max(predicted.max(initial=-1), target.max(initial=-1)))
    classes = largest + 1 if classes is None else classes
    if largest >= classes:
        raise ValueError(f"classes is {classes}, but class {largest} occurs")
    matrix = np.zeros((classes, classes), int)
    matrix[target, predicted] += 1
    return matrix
