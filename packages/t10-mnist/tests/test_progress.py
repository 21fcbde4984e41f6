"""The progress bar: what a terminal shows, what a file gets."""

import io
from types import SimpleNamespace

import pytest
from t10_mnist import ProgressBar, fit


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True

    def screen(self):
        """Return the lines as a terminal shows them: a carriage return writes over the line."""
        lines = []
        for line in self.getvalue().split("\n"):
            cells = ""
            for text in line.split("\r"):
                cells = text + cells[len(text) :]
            lines.append(cells.rstrip())
        return lines


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def run():
    """A run of 2 epochs with 10 steps each, before its first step."""
    means = {"loss": 0.51234, "accuracy": 0.75}
    return SimpleNamespace(epoch=0, epochs=2, step=0, steps=10, means=means, history={})


def test_a_terminal_shows_figures_pace_and_the_time_left(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    clock, screen = Clock(), Terminal()
    bar = ProgressBar(screen, clock=clock)
    bar.begin(run)
    for run.step in range(1, 6):
        clock.now += 0.5
        bar.step(run, 64)
    shown = "epoch 1/2 [##########..........] loss 0.5123 accuracy 0.75 128 samples/s, 0:08 left"
    assert screen.screen() == [shown]


def test_the_bar_is_drawn_ten_times_a_second_at_most(run):
    clock, screen = Clock(), Terminal()
    bar = ProgressBar(screen, clock=clock)
    bar.begin(run)
    for run.step in range(1, 10):
        clock.now += 0.04
        bar.step(run, 1)
    assert screen.getvalue().count("\r") == 3


def test_the_line_of_an_epoch_stays_and_the_bar_goes(run):
    clock, screen = Clock(), Terminal()
    bar = ProgressBar(screen, clock=clock)
    bar.begin(run)
    clock.now += 65
    run.step = 10
    bar.step(run, 640)
    run.epoch, run.step, run.history = 1, 0, {"loss": [0.5], "validation_accuracy": [0.91]}
    bar.epoch(run)
    line = "epoch 1/2: loss 0.5, validation_accuracy 0.91 (10 samples/s, 10:50 left)"
    assert screen.screen() == [line, ""]
    clock.now += 1
    bar.step(run, 64)
    bar.end(run)
    assert screen.screen() == [line, ""]


def test_a_full_bar_has_twenty_marks_and_the_pace_of_a_short_time_counts(run):
    clock, screen = Clock(), Terminal()
    bar = ProgressBar(screen, clock=clock)
    bar.begin(run)
    clock.now += 0.25
    run.step = 10
    bar.step(run, 50)
    assert f"[{'#' * 20}] loss" in screen.screen()[0] and "200 samples/s" in screen.screen()[0]


def test_before_any_step_nothing_is_drawn_and_no_time_is_left(run):
    screen = Terminal()
    bar = ProgressBar(screen, clock=Clock())
    bar.begin(run)
    run.epoch, run.history = 1, {"loss": [0.5]}
    bar.epoch(run)
    bar.end(run)
    assert screen.getvalue() == "epoch 1/2: loss 0.5 (0 samples/s, 0:00 left)\n"


def test_a_narrow_terminal_cuts_the_bar(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    clock, screen = Clock(), Terminal()
    bar = ProgressBar(screen, clock=clock)
    bar.begin(run)
    clock.now += 1
    run.step = 5
    bar.step(run, 64)
    assert len(screen.screen()[0]) <= 29


def test_a_file_gets_one_line_per_epoch_and_no_bar(make):
    file = io.StringIO()
    model, loader, options = make()
    fit(model, loader, **options | {"progress": ProgressBar(file)})
    lines = file.getvalue().splitlines()
    assert "\r" not in file.getvalue() and len(lines) == 4
    assert lines[0].startswith("epoch 1/4: loss 1.") and lines[3].endswith("0:00 left)")


def test_a_run_on_a_terminal_shows_its_means(make):
    screen, clock = Terminal(), Clock()

    def ticking():
        clock.now += 0.06
        return clock.now

    model, loader, options = make()
    fit(model, loader, **options | {"progress": ProgressBar(screen, clock=ticking), "epochs": 1})
    assert "epoch 1/1 [########............] loss 1." in screen.getvalue()


def test_fit_writes_to_stderr_unless_told_to_be_silent(make, capsys):
    model, loader, options = make()
    fit(model, loader, **options | {"progress": True, "epochs": 1})
    shown = capsys.readouterr()
    assert shown.out == "" and shown.err.startswith("epoch 1/1: ")
    model, loader, options = make()
    fit(model, loader, **options)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("epoch", "step", "text"),
    [
        (0, 3, "resumed in epoch 1/2, step 3"),
        (1, 0, "resumed in epoch 2/2, step 0"),
        (1, 3, "resumed in epoch 2/2, step 3"),
        (2, 0, "all 2 epochs were trained before"),
    ],
)
def test_a_resumed_run_says_where_it_is(run, epoch, step, text):
    screen = Terminal()
    run.epoch, run.step = epoch, step
    ProgressBar(screen).begin(run)
    assert screen.screen() == [text, ""]
