"""The perceptron rule exactly as it is told: row after row, in plain loops."""

from t01_perceptron.neuron import nudge, score


def one_pass_loop(X, y, w, b):  # exercise
    """Visit the rows once, in order, correcting after every mistake; return (w, b, mistakes).

    A row is a mistake when y * score <= 0, a score of exactly 0 included, since a neuron that
    starts at zero must begin somewhere. Each row meets the weights as the rows before left them
    (Rosenblatt, "The perceptron", Psychological Review 65, 1958).
    """
    mistakes = 0
    for x, label in zip(X, y, strict=True):
        if label * score(x, w, b) <= 0:
            w, b = nudge(w, b, x, label)
            mistakes += 1
    return w, b, mistakes
