"""Download over HTTP: what an interrupted download left behind is continued."""

import os

BLOCK = 2**16  # bytes read at a time
TIMEOUT = (5, 30)  # seconds to connect to an address, and without a byte after that


def download(url, file, work, progress=None):
    """Download `file` from one mirror into the folder `work`; return what went wrong, if anything.

    Nothing has the file's name before its SHA-256 is right. Needs pooch: the extra `data`.
    """
    try:
        import pooch
    except ImportError as error:
        text = 'downloads need pooch: pip install "t10-mnist[data]"'
        raise ImportError(text, name="pooch") from error
    for left in work.glob("tmp*"):  # of a pooch that was killed
        left.unlink()
    try:
        pooch.retrieve(
            url,
            known_hash=f"sha256:{file.sha256}",
            fname=file.name,
            path=work,
            downloader=ResumingDownloader(work / f"{file.name}.part", file.size, progress),
        )
    except (*network_errors(), ValueError) as error:
        return _reason(error)


def network_errors():
    """Return the exceptions that mean: this mirror, now, does not give the file."""
    from requests.exceptions import RequestException
    from urllib3.exceptions import HTTPError

    return RequestException, HTTPError


class ResumingDownloader:
    """A downloader for pooch that collects `size` bytes in `part`, in as many requests as it takes.

    A dropped connection is taken up where it broke, as long as each request brings something new.
    """

    def __init__(self, part, size, progress=None):
        self.part, self.size = part, size
        self.progress = progress or (lambda done: None)

    def __call__(self, url, output_file, pooch):
        most = self.done()
        while self.done() != self.size:
            problem = ValueError(f"the connection ended after {most:,} of {self.size:,} bytes")
            try:
                self.request(url, self.done())
            except network_errors() as error:
                problem = error
            if self.done() <= most:
                raise problem
            most = self.done()
        os.replace(self.part, output_file)

    def done(self):
        """Return how many bytes are there; a part that is too long is no beginning of the file."""
        if self.part.exists() and self.part.stat().st_size > self.size:
            self.part.unlink()
        return self.part.stat().st_size if self.part.exists() else 0

    def request(self, url, done):
        """Ask for the bytes from `done` on and append what comes; start again if all come."""
        import requests

        headers = {"Accept-Encoding": "identity"}  # the file as it is, not packed for the way
        if done:
            headers["Range"] = f"bytes={done}-"
        with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT) as response:
            response.raise_for_status()
            if not response.headers.get("Content-Range", "").startswith(f"bytes {done}-"):
                done = 0  # the server does not know ranges: this is the whole file
            promised = response.headers.get("Content-Length", "")
            if promised.isdecimal() and done + int(promised) != self.size:
                raise ValueError(f"offers {done + int(promised):,} bytes, expected {self.size:,}")
            self.receive(response.raw.stream(BLOCK, decode_content=False), done)

    def receive(self, blocks, done):
        """Write the blocks behind the first `done` bytes of the part."""
        with open(self.part, "ab" if done else "wb") as out:
            for block in blocks:
                done += len(block)
                if done > self.size:
                    raise ValueError(f"sends more than {self.size:,} bytes")
                out.write(block)
                self.progress(done)


def _reason(error):
    """Return the cause of an error in one line; the libraries wrap it several times."""
    response = getattr(error, "response", None)
    if response is not None:
        return f"the server answers {response.status_code} {response.reason}"
    words = []
    while cause := _cause(error):
        texts = [text for text in error.args if isinstance(text, str) and str(cause) not in text]
        words += [text.rstrip(".") for text in texts]
        error = cause
    text = str(error)
    return ": ".join([*words, text.partition("): ")[2] or text])  # no "HTTPSConnection(host=...): "


def _cause(error):
    """Return the exception that another one is made of, or None."""
    parts = (getattr(error, "reason", None), *error.args)
    return next((part for part in parts if isinstance(part, Exception)), None)
