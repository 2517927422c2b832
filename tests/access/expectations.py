"""Who gets which answer where: read by people, run by test_matrix.py.

Columns of ROLES: anonymous, buyer (the owner of needs), buyer_b, company (the owner of solutions), company_b,
waiting (a company's person not yet approved), partner, moderator, admin.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table; `args` are names of things of the scene, or words taken as they are."""

    route: str
    args: tuple
    method: str
    expected: tuple


TABLE = """
"""


def read(table):
    rows = []
    for line in table.strip().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        address, method, codes = (part.strip() for part in line.split("|"))
        route, _bracket, args = address.partition(" [")
        names = tuple(name.strip() for name in args.rstrip("]").split(",")) if args else ()
        rows.append(Row(route, names, method, tuple(int(code) for code in codes.split())))
    return rows


def row_key(row):
    return f"{row.method} {row.route} {' '.join(row.args)}".strip()


def admin_expectation(name):
    """Admin pages are generated from the registry and tested with it (test_admin.py); None for other names."""
    return "admin" if name.startswith(("admin:", "admin/")) else None


ROWS = read(TABLE)
