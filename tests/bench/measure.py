"""Time two things in the same run, in turn, and give the ratio: the machine's mood cancels out."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

HIGH_WATER = Path("/proc/self/status")
RESET = Path("/proc/self/clear_refs")


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes, by the wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(
    name: str, ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 3
) -> None:
    """Print how many times faster we are, pair by pair: median, with the extremes."""
    pairs = []
    for _ in range(rounds):
        mine, other = seconds(ours), seconds(theirs)
        pairs.append((other / mine, mine, other))
    ratios = sorted(pair[0] for pair in pairs)
    mine, other = (statistics.median(pair[i] for pair in pairs) for i in (1, 2))
    print(
        f"{name:52} {statistics.median(ratios):5.2f}x  ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        f"   ours {mine:6.2f} s   stock {other:6.2f} s",
        flush=True,
    )


def run(command: Sequence[str | Path], **options: object) -> None:
    """Run a stock tool quietly; it must succeed."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)  # type: ignore[call-overload]


def shell(script: str, folder: Path) -> None:
    """Run a line of shell in `folder`, as a person would type it."""
    subprocess.run(["bash", "-ec", script], check=True, cwd=folder, stdout=subprocess.DEVNULL)


def reset_peak() -> None:
    """Start measuring this process's peak memory afresh (Linux)."""
    RESET.write_text("5")


def peak_mb() -> float:
    """Return this process's peak memory since `reset_peak`, in MB (Linux)."""
    text = HIGH_WATER.read_text()
    kilobytes = next(line for line in text.splitlines() if line.startswith("VmHWM")).split()[1]
    return int(kilobytes) * 1024 / 1e6
