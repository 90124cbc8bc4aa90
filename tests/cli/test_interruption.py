"""Ctrl-C in a running process: an answer or none, never a crash or half a file."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.departments import department


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to a single child process")
def test_ctrl_c_ends_in_good_order(tmp_path: Path) -> None:
    # 60 people who all differ keep the solver busy for many seconds
    plan, result = tmp_path / "plan.json", tmp_path / "result.json"
    plan.write_text(json.dumps(department(60, 13)), encoding="utf-8")
    command = [sys.executable, "-m", "salescrew", "solve", str(plan), "--format", "json", "-o", str(result)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(2.5)
        process.send_signal(signal.SIGINT)
        output, complaint = process.communicate(timeout=60)
    assert output == ""
    assert "terminate" not in complaint
    assert "Traceback" not in complaint
    if process.returncode == 130:  # it had not begun to solve
        assert not result.exists()
    else:
        assert process.returncode in (0, 3)
        status = json.loads(result.read_text(encoding="utf-8"))["status"]
        assert (status, process.returncode) in (("optimal", 0), ("feasible", 0), ("no_answer", 3))
