"""The programs of the system that marked tests need: found, installed, or said why not, and never in the way."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.browser import test_in_a_browser

ROOT = Path(__file__).parents[1]
FOUND = ("browser: {0}/chromium, chromium 1\noffice: {0}/soffice, soffice 1\n", "")
WITHOUT_BOTH = "-m 'not browser and not office'\n"
# a program that tells its version, and an installer that leaves such a program where it looks, as real ones do
TELLS = '#!/bin/sh\necho "{0} 1"\n'
INSTALLS = """#!/bin/sh
echo "$0 $*" | sed 's#.*/##' >> "$LOG"
for last; do :; done
case "$*" in
  *--download-only* | *update*) ;;
  *install*chromium) cp "$PLACE/it" "$PLACE/chromium" ;;
  *install*libreoffice-calc) cp "$PLACE/it" "$PLACE/soffice" ;;
esac
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are installed on Linux only")


@pytest.fixture
def programs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("programs", ROOT / ".ci" / "programs.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["programs"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with all programs that there are."""
    place = tmp_path / "bin"
    place.mkdir()
    for name in ("sh", "sed", "cp", "sleep", "timeout", "cat"):
        (place / name).symlink_to(
            next(path / name for path in map(Path, ("/bin", "/usr/bin")) if (path / name).exists())
        )
    script(place, "it", '#!/bin/sh\necho "${0##*/} 1"\n')
    monkeypatch.setenv("PATH", str(place))
    monkeypatch.setenv("PLACE", str(place))
    monkeypatch.setenv("LOG", str(tmp_path / "log"))
    monkeypatch.delenv("INSTALL", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return place


def script(place: Path, name: str, text: str) -> None:
    (place / name).write_text(text, encoding="utf-8")
    (place / name).chmod(0o755)


@pytest.fixture
def said(programs: ModuleType, place: Path, capfd: pytest.CaptureFixture[str]) -> Callable[[], tuple[str, str]]:
    """Look for the programs, and give what is said of them and the options for pytest."""
    assert os.environ["PATH"] == str(place)

    def run() -> tuple[str, str]:
        assert programs.main() == 0
        out, err = capfd.readouterr()
        return err, out

    return run


def log(place: Path) -> list[str]:
    return (place.parent / "log").read_text(encoding="utf-8").splitlines()


def test_what_is_found_is_said_in_a_line_each(said, place):
    for name in ("chromium", "soffice"):
        script(place, name, TELLS.format(name))
    assert said() == (FOUND[0].format(place), "")


def test_what_is_missing_is_fetched_first_and_then_installed_without_what_is_recommended(said, place):
    script(place, "apt-get", INSTALLS)
    assert said() == (FOUND[0].format(place), "")
    update, *rest = (re.sub(r"-o \S+ ", "", line) for line in log(place))
    assert update == "apt-get update"
    install = "apt-get install --yes --no-install-recommends"
    assert rest == [
        f"{install} --download-only chromium",
        f"{install} --no-download chromium",
        f"{install} --download-only libreoffice-calc",
        f"{install} --no-download libreoffice-calc",
    ]


def test_only_what_is_missing_is_installed(said, place):
    script(place, "apt-get", INSTALLS)
    script(place, "soffice", TELLS.format("soffice"))
    assert said() == (FOUND[0].format(place), "")
    assert "libreoffice" not in "\n".join(log(place))


def test_who_is_not_root_installs_through_sudo_where_it_asks_for_no_password(said, place, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    script(place, "apt-get", INSTALLS)
    script(place, "sudo", '#!/bin/sh\necho "sudo $*" >> "$LOG"\ntest "$2" = true || { shift; exec "$@"; }\n')
    assert said() == (FOUND[0].format(place), "")
    assert log(place)[0] == "sudo -n true"
    assert len([line for line in log(place) if line.startswith("sudo -n")]) == 6


@pytest.mark.parametrize(
    ("installer", "user", "wish", "why"),
    [
        (None, 0, None, "there is none of apt-get, dnf, apk"),
        (INSTALLS, 0, "no", "INSTALL=no says to leave the system as it is"),
        (INSTALLS, 1000, None, "only root may install, and sudo does not work without a password"),
        ("#!/bin/sh\necho some\necho E: no network >&2\nexit 100\n", 0, None, "E: no network"),
        ("#!/bin/sh\nexit 100\n", 0, None, "apt-get ended with 100"),
        ("#!/bin/sh\n", 0, None, "it does not run"),
    ],
)
def test_where_it_cannot_be_installed_the_reason_is_said_and_the_tests_are_left_out(
    said, place, monkeypatch, installer, user, wish, why
):
    monkeypatch.setattr(os, "geteuid", lambda: user)
    if wish:
        monkeypatch.setenv("INSTALL", wish)
    if installer:
        script(place, "apt-get", installer)
    lines, options = said()
    browsers = "chromium or chromium-browser or google-chrome or chrome"
    assert lines == (
        f"browser: left out, for want of {browsers}. Installing chromium: {why}.\n"
        f"office: left out, for want of soffice. Installing libreoffice-calc: {why}.\n"
    )
    assert options == WITHOUT_BOTH


def test_a_program_that_tells_no_version_is_none(said, place):
    # Ubuntu's chromium-browser only says that it is installed in another way
    script(place, "chromium-browser", "#!/bin/sh\nexit 1\n")
    script(place, "soffice", TELLS.format("soffice"))
    lines, options = said()
    assert lines.splitlines()[0].startswith("browser: left out, for want of chromium or")
    assert options == "-m 'not browser'\n"


def test_what_takes_too_long_is_stopped_while_it_is_fetched_and_left_to_itself_while_it_is_unpacked(
    said, programs, place, monkeypatch
):
    monkeypatch.setattr(programs, "SECONDS", 1.0)
    for step in ("download-only", "no-download"):
        script(place, "apt-get", f'#!/bin/sh\ncase "$*" in *--{step}*) sleep 1.5; echo {step} >> "$LOG" ;; esac\n')
        lines, options = said()
        assert lines.count("it was not done after 120 s") == 2
        assert options == WITHOUT_BOTH
    until = time.monotonic() + 60
    while not (place.parent / "log").exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    assert log(place) == ["no-download"]


def test_tests_in_a_browser_look_for_the_same_names(programs):
    browser, office = programs.PROGRAMS
    assert browser.names == test_in_a_browser.NAMES
    assert (browser.mark, office.mark, office.names) == ("browser", "office", ("soffice",))
