#!/usr/bin/env python3
"""The programs of the system that marked tests need: what is missing is installed where that can be done.

What is found, and what is not and why, is said on standard error, a line a program. On standard output stand the
options for pytest that leave out the tests of what is missing. This never fails, and takes two minutes at the most:
`.ci/run` begins it first, and waits for it last. INSTALL=no leaves the system as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

SECONDS = 120.0
"""How long all of it may take."""
LATE = f"it was not done after {SECONDS:.0f} s"
ANSWER_SECONDS = 20.0
"""How soon a program tells its version, and sudo whether it asks for a password."""
STOPPED = 124
"""How `timeout` ends where the time was up."""


@dataclass(frozen=True)
class Program:
    """A program: the mark of its tests, the names that it goes by, and the system's package that it is in."""

    mark: str
    names: tuple[str, ...]
    package: str


@dataclass(frozen=True)
class Installer:
    """What installs packages: how it learns of them, fetches them, where that is apart, and unpacks."""

    name: str
    learns: tuple[str, ...]
    fetches: tuple[str, ...]
    unpacks: tuple[str, ...]


PROGRAMS = (
    Program("browser", ("chromium", "chromium-browser", "google-chrome", "chrome"), "chromium"),
    Program("office", ("soffice",), "libreoffice-calc"),
)
_APT = ("apt-get", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=15")
_APT_INSTALL = (*_APT, "install", "--yes", "--no-install-recommends")
_DNF_INSTALL = ("dnf", "install", "--assumeyes", "--setopt=install_weak_deps=False")
INSTALLERS = (
    Installer("apt-get", (*_APT, "update"), (*_APT_INSTALL, "--download-only"), (*_APT_INSTALL, "--no-download")),
    Installer("dnf", ("dnf", "makecache"), (*_DNF_INSTALL, "--downloadonly"), (*_DNF_INSTALL, "--cacheonly")),
    Installer("apk", ("apk", "update"), (), ("apk", "add")),
)


class CannotError(Exception):
    """Something cannot be installed, for the reason that it says."""


def works(program: Program) -> str | None:
    """Find a program that tells its version: where it is, and what it tells."""
    for name in program.names:
        place = shutil.which(name)
        if place is None:
            continue
        try:
            told = subprocess.run(
                [place, "--version"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=ANSWER_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if told.returncode == 0:
            return f"{place}, {' '.join(told.stdout.split())}"
    return None


class Installing:
    """Packages that are installed one after the other, until the time is up."""

    def __init__(self) -> None:
        self._end = time.monotonic() + SECONDS
        self._installer: Installer | None = None
        self._as_root: tuple[str, ...] = ()

    def install(self, package: str) -> None:
        """Install a package, or raise why it cannot be."""
        installer = self._ready()
        if installer.fetches:
            self._fetch(*installer.fetches, package)
        self._run(*installer.unpacks, package)

    def _ready(self) -> Installer:
        if self._installer is None:
            if os.environ.get("INSTALL") == "no":
                raise CannotError("INSTALL=no says to leave the system as it is")
            found = next((one for one in INSTALLERS if shutil.which(one.name)), None)
            if found is None:
                raise CannotError(f"there is none of {', '.join(one.name for one in INSTALLERS)}")
            self._as_root = as_root()
            self._fetch(*found.learns)
            self._installer = found
        return self._installer

    def _fetch(self, *command: str) -> None:
        """Run a command that is stopped when the time is up: by root, since what root started no one else can stop."""
        self._run(*command, stopped=("timeout", f"{max(1.0, self._left()):.0f}"))

    def _left(self) -> float:
        return max(0.0, self._end - time.monotonic())

    def _run(self, *command: str, stopped: tuple[str, ...] = ()) -> None:
        """Run a command; where it does not end in time it is left to itself, since half a package is a broken one."""
        if not self._left():
            raise CannotError(LATE)
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            process = subprocess.Popen(
                [*self._as_root, *stopped, *command],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            )
            try:
                code = process.wait(self._left())
            except subprocess.TimeoutExpired:
                code = STOPPED
            if code == STOPPED:
                raise CannotError(LATE)
            if code:
                said.seek(0)
                lines = [line.strip() for line in said if line.strip()]
                raise CannotError(lines[-1] if lines else f"{command[0]} ended with {code}")


def as_root() -> tuple[str, ...]:
    """Give what goes before a command so that root runs it."""
    if os.geteuid() == 0:
        return ()
    asked = ("sudo", "-n", "true")
    try:
        if subprocess.run(asked, capture_output=True, timeout=ANSWER_SECONDS, check=False).returncode == 0:
            return asked[:-1]
    except (OSError, subprocess.TimeoutExpired):
        pass
    raise CannotError("only root may install, and sudo does not work without a password")


def main() -> int:
    """Say of every program where it is, or why it is nowhere, and give the options that leave out tests of these."""
    installing, missing = Installing(), []
    for program in PROGRAMS:
        found, why = works(program), "it does not run"
        if found is None:
            try:
                installing.install(program.package)
                found = works(program)
            except CannotError as reason:
                why = str(reason)
            except OSError as fault:
                why = f"the system refused: {fault.strerror}"
        if found is None:
            missing.append(program.mark)
            names = " or ".join(program.names)
            print(
                f"{program.mark}: left out, for want of {names}. Installing {program.package}: {why}.", file=sys.stderr
            )
        else:
            print(f"{program.mark}: {found}", file=sys.stderr)
    if missing:
        print(f"-m '{' and '.join(f'not {mark}' for mark in missing)}'")
    return 0


if __name__ == "__main__":
    sys.exit(main())
