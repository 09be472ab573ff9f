"""Computes the reference values of AdverseImpactTests and WilsonIntervalTests, independently of the library: exact fractions, and the
normal quantile of Python's own library. Run it with Python 3.9 or later and no packages: python3 impact.py"""
from fractions import Fraction
from math import comb, sqrt
from statistics import NormalDist


def fisher(a, b, c, d):
    """Two-sided: the sum of all tables with these margins that are no more likely than this one."""
    rows, right, people = a + b, a + c, a + b + c + d
    def probability(x):
        return Fraction(comb(right, x) * comb(people - right, rows - x), comb(people, rows))
    seen = probability(a)
    return float(sum(p for x in range(max(0, rows + right - people), min(rows, right) + 1) if (p := probability(x)) <= seen))


def wilson(count, people):
    z, n, p = NormalDist().inv_cdf(0.975), people, count / people
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def impact(name, n, x, most, top):
    """A group with x of n selected, beside the group of the highest rate with top of most."""
    pooled = Fraction(x + top, n + most)
    difference = Fraction(x, n) - Fraction(top, most)
    z = float(difference) / sqrt(float(pooled * (1 - pooled) * (Fraction(1, n) + Fraction(1, most))))
    print(f"{name}: ratio {float(Fraction(x, n) / Fraction(top, most))!r}, p {fisher(x, n - x, top, most - top)!r}, z {z!r}, "
          f"shortfall {float(n * pooled - x)!r}, rate {wilson(x, n)!r}, highest {wilson(top, most)!r}")


impact("guidelines, question 12", 40, 12, 80, 48)
impact("Connecticut v. Teal", 48, 26, 259, 206)
impact("twelve of forty-one", 41, 12, 150, 90)
