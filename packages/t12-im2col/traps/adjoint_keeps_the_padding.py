"""The padding's share is handed out as pixels."""

EXERCISE = "col2im"
MESSAGE = "what lies in the padding is dropped"
CHANGES = [("return padded[:, :, top : top + size[0], left : left + size[1]]", "return padded")]
