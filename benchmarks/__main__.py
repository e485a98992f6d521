"""`make bench` runs all but what takes an hour; `python -m benchmarks events` one."""

import importlib
import pkgutil
import sys
from pathlib import Path

NAMES = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if not module.name.startswith("_"))


def main(wanted: list[str]) -> int:
    if unknown := set(wanted) - set(NAMES):
        print(f"There is no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    for name in wanted or NAMES:
        benchmark = importlib.import_module(f"benchmarks.{name}")
        if wanted or not getattr(benchmark, "ON_REQUEST", False):
            benchmark.main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
