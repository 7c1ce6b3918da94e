"""How long hostile files keep the reader busy: CPU milliseconds each, all of them under the limit."""

import sys
import time
import tracemalloc

from klantboek.yaml import read

# What 50,000 values cost at most here; the two classics, brackets and aliases, stay far below 50.
LIMIT_MS = 100
MANY = 200_000


def _bomb(levels: int) -> str:
    lines = ["l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


def _merge_bomb(levels: int) -> str:
    lines = ["l0: &l0 {a: 1}"]
    lines += [f"l{n}: &l{n} {{<<: [{', '.join([f'*l{n - 1}'] * 9)}]}}" for n in range(1, levels)]
    return "\n".join(lines)


HOSTILE = {
    "200,000 x [": "[" * MANY,
    "200,000 x {a: ": "{a: " * MANY,
    "200,000 x '- '": "- " * MANY,
    "200,000 x '? '": "? " * MANY,
    "1,400 levels by indentation": "".join(f"{' ' * n}a:\n" for n in range(1400)),
    "200,000 x '[,'": "[," * MANY,
    "200,000 x open quotes": "'" * (MANY - 1),
    "200,000 x *a": "[" + "*a," * MANY + "]",
    "200,000 x &a": "- &a\n" * MANY,
    "150,000 x !t": "- !t x\n" * 145_000,
    "alias bomb": _bomb(40),
    "merge bomb": _merge_bomb(40),
    "100,000 keys": "".join(f"k{n}: 1\n" for n in range(100_000)),
    "100,000 equal keys": "k: 1\n" * 100_000,
    "14,900 keys": "".join(f"k{n}: 1\n" for n in range(14_900)),
    "49,000 words that are ambiguous": "- 1e5\n" * 49_000,
    "1,000,000 NUL": "\0" * 1_000_000,
    "340,000 bidi": "\u202e" * 340_000,
    "2 MiB": "a: " + "x" * (2 * 1024 * 1024),
    "1 MiB plain": "a: " + "x" * (1024 * 1024 - 10),
    "1 MiB of digits": "a: " + "1" * (1024 * 1024 - 10),
    "1 MiB of words on lines": "a: x\n" + "  word word\n" * 80_000,
    "1 MiB of key": "x" * (1024 * 1024 - 10) + ": 1",
    "1 MiB in quotes": 'a: "' + "\\n" * (500 * 1024) + '"',
    "1 MiB of empty lines": "a:\n" + "\n" * (1024 * 1024 - 10),
    "1 MiB of spaces": "a:\n" + " " * (1024 * 1024 - 10) + "\n: x: y",
    "1 MiB comment": "a: 1\n#" + "x" * (1024 * 1024 - 10),
    "100,000 comment lines": "# x\n" * 100_000 + "a: 1",
    "200,000 bad lines": "a b\n" * MANY,
    "deep flow pairs": "[a: " * MANY,
    "100,000 flow keys": "{" + "".join(f"k{n}: 1, " for n in range(80_000)) + "}",
    "not UTF-8 at the end": "a: " + "x" * 1_000_000 + "\udcff",
}


def main() -> int:
    """Print a line for each file; tell whether all stayed under the limit."""
    slow = 0
    print(f"{'file':34} {'CPU ms':>8} {'peak MiB':>9}  outcome")
    for name, text in HOSTILE.items():
        source = text.encode(errors="surrogateescape")
        start = time.process_time()
        document = read(source, name)
        spent = (time.process_time() - start) * 1000
        tracemalloc.start()
        read(source, name)
        peak = tracemalloc.get_traced_memory()[1] / 1024 / 1024
        tracemalloc.stop()
        codes = sorted({fault.kind.code for fault in document.faults})
        slow += spent > LIMIT_MS
        print(f"{name:34} {spent:8.1f} {peak:9.1f}  {', '.join(codes) or 'read'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
