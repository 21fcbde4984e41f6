"""The narrow end gets an activation as well."""

EXERCISE = "InvertedResidual.forward"
MESSAGE = "project, norm and no relu"
CHANGES = [
    (
        "out = self.project_norm(self.project(out))",
        "out = relu6(self.project_norm(self.project(out)))",
    ),
]
