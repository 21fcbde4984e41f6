"""The number of classes is taken from the predictions: one never predicted is lost."""

EXERCISE = "confusion_matrix"
MESSAGE = "class 3 occurs, so there are 4 classes"


def confusion_matrix(predicted, target, classes=None):
    predicted, target = _class_numbers("predicted", predicted), _class_numbers("target", target)
    if predicted.shape != target.shape:
        raise ValueError(f"predicted has {len(predicted)} entries, target {len(target)}")
    if classes is not None and max(predicted.max(), target.max()) >= classes:
        raise ValueError(f"classes is {classes}, but larger numbers occur")
    classes = int(predicted.max()) + 1 if classes is None else classes
    matrix = np.zeros((classes, classes), int)
    known = target < classes
    np.add.at(matrix, (target[known], predicted[known]), 1)
    return matrix
