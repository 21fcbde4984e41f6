"""Every matrix is copied out: as much memory as im2col takes."""

EXERCISE = "row_matrices"
MESSAGE = "must be views of the copies"
CHANGES = [
    (
        "return view.reshape(out_h, kernel_h * kernel_w * c, out_w * n)",
        "return view.reshape(out_h, kernel_h * kernel_w * c, out_w * n).copy()",
    )
]
