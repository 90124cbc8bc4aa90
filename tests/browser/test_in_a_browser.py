"""HTML pages in Chromium, where it is found: nothing runs or is loaded, and all can be read on screens and paper."""

from __future__ import annotations

import functools
import html
import http.server
import importlib.util
import json
import os
import re
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from salescrew.cli.presentations.report import presented
from salescrew.cli.render.html.document import Bar, Chart, HtmlPage, Prose
from salescrew.cli.render.html.writing import html_text
from salescrew.cli.render.page import Column, Table
from salescrew.models.load import parse
from tests.cli import sample

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next((found for name in NAMES if (found := shutil.which(name))), None)
AXE = importlib.util.find_spec("axe_core_python")
PHONE, DESK = 360, 1280
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-pdf-header-footer", "--enable-logging=stderr"),
)
DARK = "--blink-settings=preferredColorScheme=0"
HOSTILE = """<script>document.title="ran"</script><img src=x onerror='document.title="ran"'>"""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason=f"no browser here: none of {', '.join(NAMES)} is installed"),
]


@pytest.fixture
def browse(tmp_path):
    """Open a file in a browser that keeps everything to itself; give what it writes and what it says."""

    def run(file, *options):
        command = [str(BROWSER), *QUIET, f"--user-data-dir={tmp_path / 'profile'}", *options, file.as_uri()]
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, "HOME": str(tmp_path)}, timeout=180, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]

    return run


@functools.cache
def report():
    answer = presented(parse(sample.PLAN, "team.yaml"), sample.optimal(), None, None).written("html")
    assert isinstance(answer, str)
    return answer


def written(folder, text, name="page.html"):
    file = Path(folder) / name
    file.write_text(text, encoding="utf-8")
    return file


def probed(folder, text, script, width):
    """Put a page that may run a script into a frame as wide as a screen, which shows what the script says."""
    free, changed = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    assert changed == 1
    written(folder, free.replace("</body>", f"<script>{script}</script></body>"), "framed.html")
    style = f"width:{width}px;height:900px;border:0"
    listener = 'onmessage = event => document.getElementById("said").textContent = JSON.stringify(event.data)'
    frame = f'<!doctype html><pre id="said"></pre><iframe src="framed.html" style="{style}"></iframe>'
    frame += f"<script>{listener}</script>"
    return written(folder, frame, "frame.html")


def said(dom):
    found = re.search(r'<pre id="said">(.*?)</pre>', dom, re.DOTALL)
    assert found
    assert found[1], "the script has said nothing"
    return json.loads(html.unescape(found[1]))


def test_a_page_says_nothing_to_the_console_and_stays_what_it_is(browse, tmp_path):
    dom, console = browse(written(tmp_path, report()), "--dump-dom")
    assert console == []
    assert "junior 1: your weeks" in dom


def test_text_of_a_hostile_plan_stays_text(browse, tmp_path):
    page = html_text(HtmlPage(HOSTILE, "title", [Prose(HOSTILE)]))
    dom, console = browse(written(tmp_path, page), "--dump-dom", "--virtual-time-budget=2000")
    assert console == []
    assert "<title>title</title>" in dom
    assert "<img" not in dom


def test_what_gets_into_a_page_neither_runs_nor_loads(browse, tmp_path):
    asked = []

    class Asked(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = f"http://127.0.0.1:{server.server_port}"
    smuggled = (
        f'{HOSTILE}<img src="{place}/image"><link rel="stylesheet" href="{place}/style"><iframe src="{place}/in">'
    )
    try:
        page = written(tmp_path, report().replace("</main>", f"{smuggled}</main>"))
        dom, console = browse(page, "--dump-dom", "--virtual-time-budget=3000")
        assert (asked, "<title>ran</title>" in dom) == ([], False)
        assert len(console) >= 4
        # without the policy all of it would
        free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text(encoding="utf-8"))
        dom, _ = browse(written(tmp_path, free), "--dump-dom", "--virtual-time-budget=3000")
        assert "<title>ran</title>" in dom
        assert {"/image", "/style"} <= set(asked)
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_page_is_no_wider_than_the_screen(browse, tmp_path, width):
    script = """const root = document.documentElement;
    document.querySelectorAll("details").forEach(one => one.open = true);
    parent.postMessage([root.clientWidth, root.scrollWidth], "*")"""
    dom, _ = browse(probed(tmp_path, report(), script, width), "--dump-dom", "--virtual-time-budget=5000")
    seen, whole = said(dom)
    assert width - 20 <= seen <= width
    assert whole <= seen


@pytest.mark.skipif(AXE is None, reason="axe-core-python is not installed: it checks what can be read by whom")
@pytest.mark.parametrize("options", [(), (DARK,)], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_page_can_be_read_by_everybody(browse, tmp_path, width, options):
    axe = (Path(AXE.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")
    script = (
        axe.replace("</script", r"<\/script")
        + """
    document.querySelectorAll("details").forEach(one => one.open = true);
    axe.run(document).then(found => parent.postMessage(found.violations.map(
      one => [one.id, one.help, one.nodes.slice(0, 3).map(node => node.html)]), "*"))"""
    )
    page = probed(tmp_path, report(), script, width)
    dom, _ = browse(page, "--dump-dom", "--virtual-time-budget=60000", *options)
    assert said(dom) == []


LONG = "number of meetings in a day of {duty: 1, meetings: 1}"
INPUTS = Table(
    "inputs",
    "Inputs",
    [Column("input", "name"), Column("now", "money"), Column("note")],
    [[LONG, 100_000.0 + number, "lower: 5 fewer duty slots a week"] for number in range(30)],
    "A note.",
)
CHART = Chart(
    "What moves it.", [Bar(LONG, 0.9, "9 people, could reach 100.1%", (0.8, 1.1), 1.0)] * 12, INPUTS, "Marks."
)


def test_on_a_telephone_names_are_read_and_leave_room_for_what_is_said_of_them(browse, tmp_path):
    page = html_text(HtmlPage("Headline.", "Subtitle", [CHART]))
    script = """document.querySelectorAll("details").forEach(one => one.open = true);
    const lines = one => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight);
    const parts = [...document.querySelectorAll(".wide")].map(
      one => one.querySelector("tbody th").offsetWidth / one.clientWidth);
    parent.postMessage([Math.max(...[...document.querySelectorAll(".name")].map(lines)), Math.max(...parts)], "*")"""
    dom, _ = browse(probed(tmp_path, page, script, PHONE), "--dump-dom", "--virtual-time-budget=5000")
    lines, part = said(dom)
    assert lines < 3
    assert part < 0.6


def test_paper_is_not_left_empty_before_a_chart_with_a_long_table(browse, tmp_path):
    paper = tmp_path / "page.pdf"
    browse(written(tmp_path, html_text(HtmlPage("Headline.", "Subtitle", [CHART]))), f"--print-to-pdf={paper}")
    assert len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes())) == 2


def test_everybody_has_a_sheet_of_paper(browse, tmp_path):
    paper = tmp_path / "page.pdf"
    browse(written(tmp_path, report()), f"--print-to-pdf={paper}")
    sheets = len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))
    assert sheets >= 1 + len(sample.optimal().managers)
