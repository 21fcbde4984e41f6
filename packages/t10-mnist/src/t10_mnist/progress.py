"""What a training run tells while it runs: nothing, or a bar on a terminal and lines elsewhere.

The only file of this package that reads the clock and writes to a stream; `fit` knows the four
methods of `Progress` and nothing else.
"""

import shutil
import sys
import time


class Progress:
    """Hear of a run (`fit.Run`) as it goes on, in silence; subclasses do something about it."""

    def begin(self, run):
        """Hear that training begins or goes on, at `run.epoch` and `run.step`."""

    def step(self, run, samples):
        """Hear that a training step is done; `samples` is the size of its batch."""

    def epoch(self, run):
        """Hear that an epoch is done: its figures are the last ones in `run.history`."""

    def end(self, run):
        """Hear that training is over, also because of an error."""


class ProgressBar(Progress):
    """Show epoch, loss, metrics, samples per second and time left; one line per epoch stays.

    On a terminal a bar is drawn over itself, ten times a second at most. Elsewhere, in a file or
    a pipe, only the lines appear.
    """

    def __init__(self, stream=None, *, clock=time.monotonic):
        self.stream = sys.stderr if stream is None else stream
        self.clock = clock
        self.live = self.stream.isatty()
        self.drawn = 0  # characters of the bar that is on the screen

    def begin(self, run):
        """Start the clock."""
        self.started = self.shown = self.clock()
        self.samples = self.steps = 0
        if run.epoch >= run.epochs:
            self._line(f"all {run.epochs} epochs were trained before")
        elif run.epoch or run.step:
            self._line(f"resumed in epoch {run.epoch + 1}/{run.epochs}, step {run.step}")

    def step(self, run, samples):
        """Count, and draw the bar if the last drawing is a tenth of a second ago."""
        self.samples += samples
        self.steps += 1
        if self.live and self.clock() - self.shown >= 0.1:
            self.shown = self.clock()
            self._draw(self._bar(run))

    def epoch(self, run):
        """Write the line of the epoch."""
        figures = [f"{name} {values[-1]:.4g}" for name, values in run.history.items() if values]
        self._line(f"epoch {run.epoch}/{run.epochs}: {', '.join(figures)} ({self._pace(run)})")

    def end(self, run):
        """Take the bar off the screen."""
        self._draw("")

    def _bar(self, run):
        done = 20 * run.step // run.steps
        figures = " ".join(f"{name} {value:.4g}" for name, value in run.means.items())
        bar = f"[{'#' * done}{'.' * (20 - done)}]"
        return f"epoch {run.epoch + 1}/{run.epochs} {bar} {figures} {self._pace(run)}"

    def _pace(self, run):
        seconds = max(self.clock() - self.started, 1e-9)
        left = run.steps * (run.epochs - run.epoch) - run.step
        remaining = round(left * seconds / self.steps) if self.steps else 0
        minutes, seconds_left = divmod(remaining, 60)
        return f"{self.samples / seconds:.0f} samples/s, {minutes}:{seconds_left:02} left"

    def _line(self, text):
        self._draw("")
        self.stream.write(text + "\n")
        self.stream.flush()

    def _draw(self, text):
        """Write over what was drawn before; the cursor stays behind the text."""
        if not self.live or not (text or self.drawn):
            return
        text = text[: shutil.get_terminal_size().columns - 1]
        self.stream.write("\r" + text.ljust(self.drawn) + ("" if text else "\r"))
        self.stream.flush()
        self.drawn = len(text)
