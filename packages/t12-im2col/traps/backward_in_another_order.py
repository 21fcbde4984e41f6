"""Weight first, as in the product, instead of the order of the arguments."""

EXERCISE = "conv2d_columns_backward"
MESSAGE = "the columns' gradient is weight.T @ g"
CHANGES = [("return x_grad, weight_grad,", "return weight_grad, x_grad,")]
