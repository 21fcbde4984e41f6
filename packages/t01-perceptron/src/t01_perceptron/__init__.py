"""A neuron that learns from its mistakes: the perceptron, its variants and its proof."""

from t01_perceptron.checks import check_labels, check_rows
from t01_perceptron.data import Iris, load_iris, make_separable, standardize, xor_table
from t01_perceptron.logistic import LogisticNeuron, logistic, logistic_gradient, logistic_loss
from t01_perceptron.multiclass import MultiClassPerceptron, multiclass_pass
from t01_perceptron.naive import one_pass_loop
from t01_perceptron.neuron import LinearNeuron, decide, nudge, score
from t01_perceptron.novikoff import margin, novikoff_bound
from t01_perceptron.perceptron import (
    AveragedPerceptron,
    Perceptron,
    PocketPerceptron,
    fold_labels,
    one_pass,
    row_orders,
)

__all__ = [
    "AveragedPerceptron",
    "Iris",
    "LinearNeuron",
    "LogisticNeuron",
    "MultiClassPerceptron",
    "Perceptron",
    "PocketPerceptron",
    "check_labels",
    "check_rows",
    "decide",
    "fold_labels",
    "load_iris",
    "logistic",
    "logistic_gradient",
    "logistic_loss",
    "make_separable",
    "margin",
    "multiclass_pass",
    "novikoff_bound",
    "nudge",
    "one_pass",
    "one_pass_loop",
    "row_orders",
    "score",
    "standardize",
    "xor_table",
]
