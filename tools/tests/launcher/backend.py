"""A build back end (PEP 517, 660) for the small checkout, which has to build without an index."""

import base64
import hashlib
import os
import pathlib
import time
import tomllib
import zipfile

WHEEL = "Wheel-Version: 1.0\nGenerator: here\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def build_editable(target, config_settings=None, metadata_directory=None):
    """Build a wheel that holds a link to ./src; SLOW names a file to make before a pause."""
    if "SLOW" in os.environ:
        pathlib.Path(os.environ["SLOW"]).touch()
        time.sleep(3)
    project = tomllib.loads(pathlib.Path("pyproject.toml").read_text("utf-8"))["project"]
    name = project["name"].replace("-", "_")
    info = f"{name}-{project['version']}.dist-info"
    files = {
        f"{name}.pth": os.path.join(os.getcwd(), "src"),
        f"{info}/METADATA": _metadata(project),
        f"{info}/WHEEL": WHEEL,
    }
    record = "".join(_record(path, text.encode()) for path, text in files.items())
    wheel = f"{name}-{project['version']}-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(target, wheel), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        archive.writestr(f"{info}/RECORD", f"{record}{info}/RECORD,,\n")
    return wheel


build_wheel = build_editable


def _metadata(project):
    lines = ["Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {project['version']}"]
    for name in project.get("dependencies", []):
        folder = pathlib.Path.cwd().parents[1] / "shared" / name
        lines.append(
            f"Requires-Dist: {name}{os.environ.get('SCRATCH_PIN', f' @ {folder.as_uri()}')}"
        )
    for extra, names in project.get("optional-dependencies", {}).items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f"Requires-Dist: {name}; extra == '{extra}'" for name in names]
    return "\n".join(lines) + "\n"


def _record(path, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
    return f"{path},sha256={digest},{len(data)}\n"
