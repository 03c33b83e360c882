"""Run Keepsafe from a checkout, test it, measure it, build its reader, or renew what is locked.

    python3 packaging/dev.py run  [-- KEEPSAFE ARGUMENTS]
    python3 packaging/dev.py test [-- PYTEST ARGUMENTS]
    python3 packaging/dev.py bench [-- NAMES, e.g. age]
    python3 packaging/dev.py tour [-- --quick --out DIR --pages who --roles parent]
    python3 packaging/dev.py reader [-- --check]
    python3 packaging/dev.py lock [-- UV ARGUMENTS, e.g. --upgrade]

Needs nothing but Python 3.11 or newer. Everything Python goes into `.keepsafe-env/` beside this
checkout's source, from requirements whose hashes are locked; delete that folder to start anew.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what people start, with any Python
    sys.exit(
        f"Keepsafe needs Python 3.11 or newer, and this is {sys.version.split()[0]}. "
        "Install a newer Python and start the same command with it, e.g. python3.12."
    )

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sysconfig
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

SYSTEM: str = sys.platform
ROOT = Path(__file__).resolve().parent.parent
LEVELS = ("base", "desktop", "dev")  # each holds the one before; one lock file each
UV = "uv==0.13.9"  # resolves the lock, nothing else
READER = Path("resources", "reader")  # the source of OPEN-ME.html
BUILT = Path("resources", "bundle", "OPEN-ME.html")
READERS = Path("resources", "bundle", "READERS.sha256")
LOCK_HEAD = "# Made by `python3 packaging/dev.py lock` from pyproject.toml; not edited by hand.\n"


class Stop(Exception):
    """End here, say this sentence, and exit with this code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def say(sentence: str) -> None:
    """Tell the person, apart from what Keepsafe itself prints."""
    print(sentence, file=sys.stderr, flush=True)


def call(command: Sequence[str | Path], cwd: Path | None = None, **environ: str) -> int:
    """Run a program that asks nothing; return its exit code."""
    sys.stdout.flush()
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environ}, stdin=subprocess.DEVNULL, check=False
    ).returncode


# --- The private environment ---------------------------------------------------------------------


class Environment:
    """The virtual environment in `.keepsafe-env/`: made once, renewed when its makings change.

    The stamp is removed before anything is touched and written after everything is done, so what
    an interrupted start left behind is never used.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.folder = root / ".keepsafe-env"
        self.venv = self.folder / "venv"
        self.stamp = self.folder / "stamp"
        where = {"base": str(self.venv), "platbase": str(self.venv)}
        self.scripts = Path(sysconfig.get_path("scripts", "venv", where))
        self.packages = Path(sysconfig.get_path("purelib", "venv", where))
        self.python = self.program("python")

    def program(self, name: str) -> Path:
        """Return where a command of this environment lies."""
        return self.scripts / (f"{name}.exe" if SYSTEM == "win32" else name)

    def requirements(self, level: str) -> Path:
        """Return the lock file of a level."""
        return self.root / "packaging" / "requirements" / f"{level}.txt"

    def made_of(self) -> str:
        """Digest what a whole environment depends on: the locks, this Python, this place."""
        digest = hashlib.sha256(f"{sys.version}\n{sys.base_prefix}\n{self.root}\n".encode())
        for level in LEVELS:
            digest.update(self.requirements(level).read_bytes())
        return digest.hexdigest()

    def project(self) -> str:
        """Digest what the installed project depends on; its source is used where it lies."""
        return hashlib.sha256((self.root / "pyproject.toml").read_bytes()).hexdigest()

    def read_stamp(self) -> tuple[str, str, str]:
        """Return (level, made_of, project) of a finished environment, or three empty strings."""
        try:
            level, made_of, project = self.stamp.read_text("ascii").split()
        except (OSError, ValueError):
            return "", "", ""
        whole = level in LEVELS and self.python.exists()
        return (level, made_of, project) if whole else ("", "", "")

    def is_ready(self, level: str) -> bool:
        """Tell whether an environment of at least this level is finished and up to date."""
        have, made_of, project = self.read_stamp()
        return (
            have != ""
            and LEVELS.index(have) >= LEVELS.index(level)
            and made_of == self.made_of()
            and project == self.project()
        )

    def ensure(self, level: str) -> None:
        """Make the environment, or what it lacks; return at once when it lacks nothing."""
        if self.is_ready(level):
            return
        self.folder.mkdir(exist_ok=True)
        with one_at_a_time(self.folder / "lock"):
            if not self.is_ready(level):  # another start may just have made it
                self.make(level)

    def make(self, level: str) -> None:
        """Bring the environment to this level: anew, unless what is there fits."""
        have, made_of, _ = self.read_stamp()
        made_of_now = self.made_of()
        fits = made_of == made_of_now
        self.stamp.unlink(missing_ok=True)
        if not fits:
            have = ""
            say("Making a private Python environment in .keepsafe-env. This takes a minute or two.")
            need_venv()
            if self.venv.exists():
                shutil.rmtree(self.venv)
            self.must([sys.executable, "-I", "-m", "venv", self.venv])
        if have == "" or LEVELS.index(have) < LEVELS.index(level):
            lock = self.requirements(level).relative_to(self.root)
            self.pip("--require-hashes", "--only-binary=:all:", "-r", str(lock))
            have = level
        self.pip("--no-deps", "--no-build-isolation", "--editable", ".")
        self.point_at_source()
        self.stamp.write_text(f"{have} {made_of_now} {self.project()}\n", "ascii")

    def pip(self, *arguments: str) -> None:
        """Install with this environment's own pip, out of reach of the person's Python settings."""
        quiet = ("-qq", "--no-input", "--disable-pip-version-check")
        self.must([self.python, "-I", "-m", "pip", "install", *quiet, *arguments])

    def must(self, command: Sequence[str | Path]) -> None:
        """Run one step of the making, in the checkout; stop when it fails."""
        if call(command, cwd=self.root, PIP_USER="0") != 0:
            raise Stop(
                "The private environment could not be made; the lines above say why. Nothing else "
                "was changed. Check the connection and the free space, then start this again."
            )

    def point_at_source(self) -> None:
        """Make the link to the source relative, and leave no copy of `resources/` beside it.

        Python 3.11 and 3.12 read such a file in the system's encoding, so an absolute path with
        an accent in it (a person's name, on Windows) would be lost.
        """
        shutil.rmtree(self.packages / "keepsafe", ignore_errors=True)
        link = os.path.relpath(self.root / "src", self.packages)
        for file in self.packages.glob("*keepsafe*.pth"):
            file.write_text(f"{link}\n", "ascii")


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Wait for another start that makes the environment; the lock ends with its process."""
    with path.open("ab") as file:
        if sys.platform == "win32":
            locked = False
            while not locked:
                with suppress(OSError):  # it gives up after ten seconds
                    file.seek(0)
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    locked = True
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def need_venv() -> None:
    """Stop, or install it, when this Python came without the means to make an environment."""

    def lacking() -> bool:
        importlib.invalidate_caches()
        return any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip"))

    if not lacking():
        return
    package = f"python3.{sys.version_info.minor}-venv"
    if apt_install([package]) and not lacking():
        return
    raise Stop(
        "This Python has no venv module, which Keepsafe needs for its private environment. "
        f"On Debian and Ubuntu this line brings it:\n    sudo apt-get install {package}"
    )


# --- What the system has to bring ----------------------------------------------------------------


@dataclass(frozen=True)
class SystemPackages:
    """The same needs in the names of each package manager, separated by spaces."""

    apt: str
    dnf: str
    pacman: str
    zypper: str


# What libqxcb.so, libqwayland.so and QtWidgets of PySide6-Essentials link to (ldd), less what every
# system has.
QT = SystemPackages(
    apt="libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libwayland-client0 "
    "libwayland-cursor0 libwayland-egl1 libx11-xcb1 libxcb-cursor0 libxcb-glx0 libxcb-icccm4 "
    "libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-render0 "
    "libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 "
    "libxkbcommon-x11-0",
    dnf="dbus-libs fontconfig glib2 libglvnd-egl libglvnd-glx libwayland-cursor libwayland-egl "
    "libX11-xcb libxkbcommon-x11 xcb-util xcb-util-cursor xcb-util-image xcb-util-keysyms "
    "xcb-util-renderutil xcb-util-wm",
    pacman="dbus fontconfig glib2 libglvnd libx11 libxkbcommon-x11 wayland xcb-util "
    "xcb-util-cursor xcb-util-image xcb-util-keysyms xcb-util-renderutil xcb-util-wm",
    zypper="fontconfig libdbus-1-3 libglib-2_0-0 libwayland-cursor0 libwayland-egl1 libX11-xcb1 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-util1 "
    "libxkbcommon-x11-0 Mesa-libEGL1 Mesa-libGL1",
)

# The stock tools that the tests compare Keepsafe with.
TOOLS = ("7z", "age", "bsdtar", "openssl", "pdftotext")
TOOL_PACKAGES = SystemPackages(
    apt="age libarchive-tools openssl p7zip-full poppler-utils",
    dnf="age bsdtar openssl p7zip-plugins poppler-utils",
    pacman="7zip age libarchive openssl poppler",
    zypper="7zip age bsdtar openssl poppler-tools",
)
# An X server without a screen, for tests of real windows.
SCREEN_TOOLS = ("Xvfb",)
SCREEN_PACKAGES = SystemPackages(
    apt="xvfb", dnf="xorg-x11-server-Xvfb", pacman="xorg-server-xvfb", zypper="xorg-x11-server-Xvfb"
)

# What builds the offline reader from its source, and the browsers that open it in the tests. A name
# of one system and of another are separated by a bar.
NODE_TOOLS = ("node", "npm")
NODE_PACKAGES = SystemPackages(
    apt="nodejs npm", dnf="nodejs npm", pacman="nodejs npm", zypper="nodejs-default npm-default"
)
BROWSERS = ("chromium|chromium-browser", "firefox-esr|firefox")
BROWSER_PACKAGES = SystemPackages(
    apt="chromium firefox-esr",
    dnf="chromium firefox",
    pacman="chromium firefox",
    zypper="chromium MozillaFirefox",
)


def missing(names: Sequence[str]) -> list[str]:
    """Name the programs of these that this system lacks."""
    return [name.partition("|")[0] for name in names if not any(map(shutil.which, name.split("|")))]


def install_line(needs: SystemPackages, release: Mapping[str, str]) -> str:
    """Return the one line that installs these on the system that /etc/os-release describes."""
    family = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    if family & {"debian", "ubuntu"}:
        return f"sudo apt-get install {needs.apt}"
    if family & {"fedora", "rhel", "centos"}:
        return f"sudo dnf install {needs.dnf}"
    if "arch" in family:
        return f"sudo pacman -S --needed {needs.pacman}"
    if family & {"suse", "opensuse"}:
        return f"sudo zypper install {needs.zypper}"
    return f"(with your system's package manager; Debian calls them) {needs.apt}"


def this_release() -> Mapping[str, str]:
    """Return what this Linux says it is."""
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian packages where that needs no password; tell whether it was done."""
    if SYSTEM != "linux" or shutil.which("apt-get") is None:
        return False
    as_root: list[str] = []
    if getattr(os, "geteuid", int)() != 0:
        if shutil.which("sudo") is None or call_quietly(["sudo", "-n", "true"]) != 0:
            return False
        as_root = ["sudo", "-n"]
    say(f"Installing with apt-get: {' '.join(packages)}")
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt += ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    call_quietly([*apt, "update"])  # one unreachable source need not matter
    return call_quietly([*apt, "install", "-y", "--no-install-recommends", *packages]) == 0


def call_quietly(command: Sequence[str]) -> int:
    """Run a program whose words nobody needs unless it fails; return its exit code."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0 and "apt-get" in command:
        say(done.stdout.strip())
    return done.returncode


def missing_qt_libraries(environment: Environment) -> list[str]:
    """Name the shared libraries that Qt needs and this Linux lacks."""
    qt = environment.packages / "PySide6"
    platforms = qt / "Qt" / "plugins" / "platforms"
    missing: set[str] = set()
    for file in (*qt.glob("QtWidgets*.so"), *platforms.glob("libq[xw]*[bd].so")):
        told = subprocess.run(["ldd", file], capture_output=True, text=True, check=False).stdout
        missing |= {line.split()[0] for line in told.splitlines() if line.endswith("not found")}
    return sorted(missing)


def need_qt_libraries(environment: Environment) -> str | None:
    """Install what Qt lacks on this Linux where that is allowed; return what is left to do."""
    if SYSTEM != "linux" or not missing_qt_libraries(environment):
        return None
    apt_install(QT.apt.split())
    missing = missing_qt_libraries(environment)
    if not missing:
        return None
    more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
    return (
        f"The window needs libraries that this system lacks ({missing[0]}{more}). "
        f"This line brings them:\n    {install_line(QT, this_release())}"
    )


def need(names: Sequence[str], packages: SystemPackages) -> str | None:
    """Install these programs where that is allowed; return what is left to do."""
    if not missing(names):
        return None
    apt_install(packages.apt.split())
    lacking = missing(names)
    if not lacking:
        return None
    line = f": {install_line(packages, this_release())}" if SYSTEM == "linux" else ""
    return f"not installed: {', '.join(lacking)}{line}"


def need_tools() -> str | None:
    """Install the stock tools that the tests need where that is allowed; return what is left."""
    needs: list[tuple[tuple[str, ...], SystemPackages]] = [
        (TOOLS, TOOL_PACKAGES),
        (NODE_TOOLS, NODE_PACKAGES),
        (BROWSERS, BROWSER_PACKAGES),
    ]
    if has_desktop(ROOT) and SYSTEM == "linux":
        needs.append((SCREEN_TOOLS, SCREEN_PACKAGES))
    return "\n".join(filter(None, (need(*these) for these in needs))) or None


# --- run -----------------------------------------------------------------------------------------


def has_desktop(root: Path) -> bool:
    """Tell whether this version of the source has the app."""
    return (root / "src" / "keepsafe" / "desktop" / "__init__.py").is_file()


def why_no_window(root: Path, system: str, environ: Mapping[str, str]) -> str | None:
    """Say why the app cannot open here, as far as that is known without trying; None if it can."""
    if not has_desktop(root):
        return "this version has no window yet"
    if system in ("win32", "darwin") or environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return None
    return "there is no display here"


def why_qt_fails(environment: Environment) -> str | None:
    """Try Qt on this display and say why it fails; in a process of its own, since Qt aborts."""
    if SYSTEM in ("win32", "darwin"):
        return None
    code = "from PySide6.QtWidgets import QApplication; QApplication([])"
    command = [str(environment.python), "-I", "-c", code]

    def fails() -> bool:
        try:
            tried = subprocess.run(command, capture_output=True, timeout=30, check=False)
        except subprocess.TimeoutExpired:
            return True
        return tried.returncode != 0

    if not fails():
        return None
    left = need_qt_libraries(environment)
    if left is not None:
        say(left)
        return "the window cannot open without them"
    return "the display does not answer" if fails() else None


def start(environment: Environment, arguments: Sequence[str]) -> int:
    """Become Keepsafe, where the system knows how; else run it and return its exit code."""
    program = environment.program("keepsafe")
    sys.stdout.flush()
    if SYSTEM == "win32":
        return subprocess.run([program, *arguments], check=False).returncode
    return os.execv(program, [str(program), *arguments])  # noqa: S606 - just installed by us


def run(arguments: Sequence[str]) -> int:
    """Run Keepsafe with these arguments; without any, the app, or the demo where there is none."""
    environment = Environment()
    if arguments:
        environment.ensure("base")
        return start(environment, arguments)
    why = why_no_window(ROOT, SYSTEM, os.environ)
    if why is None:
        environment.ensure("desktop")
        why = why_qt_fails(environment)
        if why is None:
            return start(environment, [])
    environment.ensure("base")
    say(f"Running the demo in the terminal, because {why}.")
    return start(environment, ["demo"])


# --- test ----------------------------------------------------------------------------------------


AT_ONCE = ("-n", "auto", "--dist", "loadfile")
"""A process for each processor; the tests of one file share its fixtures, and stay together."""


def steps(pytest_arguments: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the commands that check this checkout by their names, the quick ones first."""
    return {
        "ruff check": ("ruff", "check", "."),
        "ruff format": ("ruff", "format", "--check", "."),
        "mypy": ("mypy",),
        "lint-imports": ("lint-imports",),
        "reader": ("python", "packaging/dev.py", "reader", "--", "--check"),
        "pytest": ("pytest", "-m", "not slow", *AT_ONCE, *pytest_arguments),
    }


def test(arguments: Sequence[str]) -> int:
    """Check the source and run the tests; stop at the first step that fails."""
    environment = Environment()
    environment.ensure("dev")
    left = [need_qt_libraries(environment), need_tools()]
    unmet = [sentence for sentence in left if sentence is not None]
    for sentence in unmet:
        say(sentence)
    if unmet and os.environ.get("CI"):
        raise Stop("A test without its stock tool proves nothing, so nothing was tested.")
    path = os.pathsep.join([str(environment.scripts), os.environ.get("PATH", os.defpath)])
    summary: list[str] = []
    code = 0
    for name, command in steps(arguments).items():
        if code != 0:
            summary.append(f"{name:14} not run")
            continue
        if name == "reader" and missing(NODE_TOOLS):
            summary.append(f"{name:14} not checked, without node and npm")
            continue
        print(f"== {name}", flush=True)
        began = time.monotonic()
        program = environment.program(command[0])
        code = call([program, *command[1:]], cwd=environment.root, PATH=path)
        outcome = "passed" if code == 0 else f"FAILED (exit code {code})"
        summary.append(f"{name:14} {outcome}, {time.monotonic() - began:.1f} s")
    print("\n".join(["", *summary, *unmet]), flush=True)
    return code


# --- reader --------------------------------------------------------------------------------------


def reader(arguments: Sequence[str]) -> int:
    """Check and build OPEN-ME.html, and put it and its hash where they belong.

    With `--check` nothing is put anywhere; it stops when what is there is not what this made.
    """
    only_check = list(arguments) == ["--check"]
    if arguments and not only_check:
        raise Stop("The reader takes no argument but --check.", 2)
    unmet = need(NODE_TOOLS, NODE_PACKAGES)
    if unmet is not None:
        raise Stop(unmet)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, BUILT.name)
        install_reader_tools(ROOT)
        for script in (("check",), ("test",), ("build", "--", str(made))):
            npm(ROOT, "run", *script)
        content = made.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    listed = (ROOT / READERS).read_text("ascii")
    wanted = with_reader(listed, version(ROOT), digest)
    if not only_check:
        (ROOT / BUILT).write_bytes(content)
        (ROOT / READERS).write_bytes(wanted.encode())
        say(f"{BUILT.as_posix()}: {len(content)} bytes, SHA-256 {digest}")
    elif (ROOT / BUILT).read_bytes() != content or listed != wanted:
        raise Stop(
            f"{BUILT.as_posix()} is not what its source makes, or its hash is not in "
            f"{READERS.as_posix()}. Run `python3 packaging/dev.py reader`, and commit both."
        )
    return 0


def install_reader_tools(root: Path) -> None:
    """Install what builds and tests the reader, as its lock file says, if that is not there yet."""
    lock_file = hashlib.sha256((root / READER / "package-lock.json").read_bytes()).hexdigest()
    stamp = root / READER / "node_modules" / ".keepsafe-stamp"
    with suppress(OSError):
        if stamp.read_text("ascii") == lock_file:
            return
    # No package's own script runs: none of these needs one.
    npm(root, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(lock_file, "ascii")


def npm(root: Path, *arguments: str) -> None:
    """Run npm in the reader's folder; stop when it fails."""
    program = shutil.which("npm") or "npm"  # on Windows it is npm.cmd, which is not found by name
    if call([program, *arguments], cwd=root / READER) != 0:
        raise Stop("The reader was not built; the lines above say why. Nothing was changed.")


def version(root: Path) -> str:
    """Return the version that pyproject.toml names."""
    pyproject = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    return str(pyproject["project"]["version"])


def with_reader(listed: str, of_version: str, digest: str) -> str:
    """Return the list of readers with this one as the only one of its version; the last line."""
    kept = [line for line in listed.splitlines() if line.split("  ")[1:] != [of_version]]
    return "\n".join([*kept, f"{digest}  {of_version}", ""])


# --- bench ---------------------------------------------------------------------------------------


def bench(arguments: Sequence[str]) -> int:
    """Measure this checkout against the stock tools; print, and judge nothing."""
    environment = Environment()
    environment.ensure("dev")
    unmet = need_tools()
    if unmet is not None:
        raise Stop(unmet)
    install_reader_tools(environment.root)
    program = environment.program("python")
    return call([program, environment.root / "tests" / "bench", *arguments], cwd=environment.root)


# --- tour ----------------------------------------------------------------------------------------


def tour(arguments: Sequence[str]) -> int:
    """Take a picture of every page of the app, in a real window on a screen nobody sees."""
    environment = Environment()
    environment.ensure("dev")
    for unmet in (need_qt_libraries(environment), need_tools()):
        if unmet is not None:
            raise Stop(unmet)
    program = environment.program("python")
    return call([program, environment.root / "tests" / "tour", *arguments], cwd=environment.root)


# --- lock ----------------------------------------------------------------------------------------


def declared(root: Path) -> dict[str, list[str]]:
    """Return what pyproject.toml asks for at each level, the build's own needs included."""
    pyproject = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    project = pyproject["project"]
    base = [*pyproject["build-system"]["requires"], *project["dependencies"]]
    desktop = [*base, *project["optional-dependencies"]["desktop"]]
    return {
        "base": base,
        "desktop": desktop,
        "dev": [*desktop, *pyproject["dependency-groups"]["dev"]],
    }


def lock(arguments: Sequence[str]) -> int:
    """Resolve pyproject.toml for every system and Python at once; keep pins that still fit.

    Only wheels are taken, so that installing runs nobody's build script, and only releases at
    least a week old, so that a bad one has had time to be found.
    """
    environment = Environment()
    need_venv()

    def must(*command: str | Path) -> None:
        if call(command, cwd=environment.root) != 0:
            raise Stop("The requirements could not be resolved, so the lock is as it was.")

    with tempfile.TemporaryDirectory() as folder:
        tools = Path(folder)
        scripts = tools / ("Scripts" if SYSTEM == "win32" else "bin")
        must(sys.executable, "-I", "-m", "venv", tools)
        must(scripts / "python", "-I", "-m", "pip", "install", "-qq", UV)
        output = {level: tools / f"{level}.txt" for level in LEVELS}
        with suppress(FileNotFoundError):
            shutil.copyfile(environment.requirements("dev"), output["dev"])
        for level in reversed(LEVELS):
            source = tools / f"{level}.in"
            source.write_text("\n".join(declared(environment.root)[level]), "utf-8")
            command: list[str | Path] = [
                scripts / "uv",
                "pip",
                "compile",
                "--quiet",
                "--universal",
                "--no-build",
            ]
            command += ["--python-version", "3.11", "--fork-strategy", "fewest"]
            command += ["--exclude-newer", "7 days", "--generate-hashes", "--no-header"]
            command += ["--no-annotate", "--no-emit-index-url", "--output-file", output[level]]
            if level != "dev":  # the largest set is resolved, and the others are parts of it
                command += ["--constraint", output["dev"]]
            must(*command, source, *arguments)
        for level, file in output.items():
            environment.requirements(level).write_bytes(f"{LOCK_HEAD}{file.read_text()}".encode())
    return 0


COMMANDS = {
    "run": run,
    "test": test,
    "bench": bench,
    "tour": tour,
    "reader": reader,
    "lock": lock,
}


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; return the exit code."""
    if arguments and arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    if not arguments or arguments[0] not in COMMANDS or (arguments[1:2] or ["--"]) != ["--"]:
        say(f"{__doc__}")
        return 2
    try:
        return COMMANDS[arguments[0]](arguments[2:])
    except Stop as stop:
        say(str(stop))
        return stop.code
    except OSError as error:
        say(f"The system refused: {error}. Nothing of yours was changed; start this again.")
        return 5
    except KeyboardInterrupt:
        say("Stopped, as you asked.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
