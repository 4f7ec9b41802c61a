#!/usr/bin/env python3
"""
Twice as much takes about twice the work: counted in instructions under callgrind, which no load of the machine changes.
"""
import pathlib
import re
import subprocess
import sys

from tap import Tap


def instructions(*words):
    done = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', *map(str, words)],
                          capture_output=True, text=True, timeout=300)
    got = re.search(r'Collected : (\d+)', done.stderr)
    if done.returncode != 0 or not got:
        sys.exit(f'Bail out! {words}: {done.stderr}')
    return int(got[1])


def main(page_issues):
    t = Tap()
    few, many = (instructions(page_issues, '--items', n) for n in (100, 200))
    t.ok(many <= 2.2 * few, f'issues: 100 items {few / 1e6:.1f} M, 200 items {many / 1e6:.1f} M', f'{many / few:.2f} times')
    t.finish()


main(*(pathlib.Path(x).resolve() for x in sys.argv[1:]))
