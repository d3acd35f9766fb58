"""How long files and functions are, beside the sizes that feel right: python -m tests.house.sizes"""

import ast
from collections.abc import Sequence

from tests.house.code import ROOT, modules

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Name, median, 95th percentile, ceiling.
GUIDE = {"file": (70, 200, 300), "function": (8, 25, 40)}


def main() -> None:
    files, functions = [], []
    for path, tree in modules("petition", "accounts", "letters"):
        if "/migrations/" in path:
            continue
        files.append((len((ROOT / path).read_text().splitlines()), path))
        functions += [
            (node.end_lineno - node.lineno + 1, f"{path}:{node.lineno} {node.name}")
            for node in ast.walk(tree)
            if isinstance(node, FUNCTIONS) and node.end_lineno
        ]
    _report("file", files)
    _report("function", functions)


def _report(what: str, measured: Sequence[tuple[int, str]]) -> None:
    lengths = sorted(length for length, _ in measured)
    median, late = lengths[len(lengths) // 2], lengths[len(lengths) * 95 // 100]
    print(f"{what}s: {len(lengths)}, median {median}, p95 {late}, longest {lengths[-1]}; guide {GUIDE[what]}")
    for length, name in sorted(measured, reverse=True):
        if length > GUIDE[what][1]:
            print(f"  {length:4} {name}")


if __name__ == "__main__":
    main()
