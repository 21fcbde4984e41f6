"""A kernel that doesn't fit gives no output, and no error."""

EXERCISE = "output_size"
MESSAGE = "must raise ValueError"
CHANGES = [
    (
        """
        raise ValueError(
            f"the kernel spans {span} pixels (kernel {kernel}, dilation {dilation}), "
            f"the padded input has only {padded} (size {size}, padding {tuple(padding)})"
        )
""",
        """
        return 0
""",
    ),
]
