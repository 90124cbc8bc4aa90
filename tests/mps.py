"""Reads a small integer program in the MPS format: whatever stands in the files of tests/programs, no more."""

from __future__ import annotations

from pathlib import Path

from salescrew.solver.engine.program import INFINITY, Program, Term


def read_mps(path: Path) -> tuple[Program, list[Term]]:
    """Read a program and the objective that is to be least."""
    sections: dict[str, list[list[str]]] = {}
    for line in path.read_text(encoding="ascii").splitlines():
        if not line.startswith(" "):
            of_section = sections.setdefault(line.split()[0], [])
        else:
            of_section.append(line.split())
    kinds = {row: kind for kind, row in sections["ROWS"]}
    right = {row: float(value) for _, row, value in sections["RHS"]}
    upper = {column: float(value) for _, _, column, value in sections["BOUNDS"]}
    columns: dict[str, bool] = {}
    entries: dict[str, list[tuple[str, float]]] = {}
    is_whole = False
    for column, *rest in sections["COLUMNS"]:
        if "'MARKER'" in rest:
            is_whole = "'INTORG'" in rest
            continue
        columns[column] = is_whole
        for row, value in zip(rest[::2], rest[1::2], strict=True):
            entries.setdefault(row, []).append((column, float(value)))
    program = Program()
    numbers = {name: program.column(upper.get(name, INFINITY), whole=whole) for name, whole in columns.items()}
    terms = {row: [(numbers[name], value) for name, value in found] for row, found in entries.items()}
    for row, kind in kinds.items():
        bound = right.get(row, 0.0)
        if kind != "N":
            lower, most = -INFINITY if kind == "L" else bound, INFINITY if kind == "G" else bound
            program.row(terms[row], at_least=lower, at_most=most)
    return program, terms[next(row for row, kind in kinds.items() if kind == "N")]
