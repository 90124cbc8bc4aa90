"""Gauss rules: a few values with weights that stand for a distribution, exactly for all polynomials of twice the order.

The nodes are the eigenvalues of the tridiagonal matrix of the recurrence of the orthogonal polynomials (G. H. Golub and
J. H. Welsch, 1969).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rule:
    """Values of a random number, with weights that add up to 1."""

    values: Floats
    weights: Floats

    @classmethod
    def certain(cls, value: float) -> Rule:
        """Give the rule of a number that is not random."""
        return cls(np.array([value]), np.array([1.0]))


def _from_recurrence(diagonal: Floats, beside: Floats) -> Rule:
    matrix = np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)
    values, vectors = np.linalg.eigh(matrix)
    return Rule(values, vectors[0] ** 2)


def beta_rule(a: float, b: float, order: int) -> Rule:
    """Give the rule of a Beta(a, b) number: Gauss and Jacobi, shifted to between 0 and 1."""
    if a <= 0 or b <= 0:
        return Rule.certain(0.0 if a <= 0 else 1.0)
    alpha, beta = b - 1, a - 1
    n = np.arange(order, dtype=float)
    total = 2 * n + alpha + beta
    with np.errstate(divide="ignore", invalid="ignore"):
        diagonal = (beta**2 - alpha**2) / (total * (total + 2))
    diagonal[0] = (beta - alpha) / (alpha + beta + 2)
    k = n[1:]
    sums = 2 * k + alpha + beta
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = 4 * k * (k + alpha) * (k + beta) * (k + alpha + beta) / (sums**2 * (sums + 1) * (sums - 1))
    if order > 1:
        squares[0] = 4 * (1 + alpha) * (1 + beta) / ((2 + alpha + beta) ** 2 * (3 + alpha + beta))
    rule = _from_recurrence(diagonal, np.sqrt(squares))
    return Rule(np.clip((1 + rule.values) / 2, 0.0, 1.0), rule.weights)


def gamma_rule(deviation: float, order: int) -> Rule:
    """Give the rule of a gamma number of mean 1 with a standard deviation: Gauss and Laguerre."""
    if deviation <= 0:
        return Rule.certain(1.0)
    shape = 1 / deviation**2
    n = np.arange(order, dtype=float)
    rule = _from_recurrence(2 * n + shape, np.sqrt(n[1:] * (n[1:] + shape - 1)))
    return Rule(np.maximum(rule.values, 0.0) / shape, rule.weights)


def product_rule(rules: Sequence[Rule], order: int) -> Rule:
    """Give a rule of the product of independent random numbers."""
    product = Rule.certain(1.0)
    for rule in rules:
        values = np.outer(product.values, rule.values).ravel()
        weights = np.outer(product.weights, rule.weights).ravel()
        product = _reduced(Rule(values, weights), order)
    return product


def _reduced(rule: Rule, order: int) -> Rule:
    """Give the rule of fewer values that agrees on polynomials (C. Lanczos, with every vector made orthogonal anew)."""
    if len(rule.values) <= order:
        return rule
    vectors = np.zeros((order, len(rule.values)))
    vectors[0] = np.sqrt(rule.weights / rule.weights.sum())
    diagonal, beside = np.zeros(order), np.zeros(order - 1)
    for step in range(order):
        following = rule.values * vectors[step]
        diagonal[step] = following @ vectors[step]
        for _ in range(2):
            following = following - vectors[: step + 1].T @ (vectors[: step + 1] @ following)
        if step + 1 == order:
            break
        beside[step] = np.linalg.norm(following)
        if beside[step] <= 1e-15 * abs(rule.values).max():
            return _from_recurrence(diagonal[: step + 1], beside[:step])
        vectors[step + 1] = following / beside[step]
    return _from_recurrence(diagonal, beside)


def all_pairs(first: Rule, second: Rule) -> tuple[Floats, Floats, Floats]:
    """Give the values of both in all combinations, with their weights."""
    one, other = np.meshgrid(first.values, second.values, indexing="ij")
    return one.ravel(), other.ravel(), np.outer(first.weights, second.weights).ravel()
