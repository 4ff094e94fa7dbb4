"""Run the benchmarks: all, or those named. Exits 1 when a goal is missed."""

import argparse
import importlib
import os
import pkgutil
import sys

import benchmarks
from benchmarks.measure import Row, table, write_results

_NO_BENCHMARKS = {"__main__", "engines", "logs", "measure", "painted", "worklists"}


def main() -> int:
    """Run what was asked for, print the table, write benchmarks/results.json."""
    known = sorted(
        module.name
        for module in pkgutil.iter_modules(benchmarks.__path__)
        if module.name not in _NO_BENCHMARKS
    )
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", help=f"which to run: {', '.join(known)}; none: all")
    parser.add_argument("--cases", type=int, help="random cases for B4 (100,000)")
    asked = parser.parse_args()
    unknown = sorted(set(asked.names) - set(known))
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}: there are {', '.join(known)}")
    if asked.cases is not None:
        os.environ["BENCHMARK_CASES"] = str(asked.cases)
    measured: dict[str, list[Row]] = {}
    for name in asked.names or known:
        measured[name] = importlib.import_module(f"benchmarks.{name}").run()
        print(table(measured[name]), flush=True)
    write_results(measured)
    return 0 if all(row.met for rows in measured.values() for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
