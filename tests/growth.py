#!/usr/bin/env python3
"""
Twice as much takes about twice the work: counted in instructions under callgrind, which no load of the machine changes.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

from tap import Tap


def instructions(*words):
    done = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', *map(str, words)],
                          capture_output=True, text=True, timeout=300)
    got = re.search(r'Collected : (\d+)', done.stderr)
    if done.returncode != 0 or not got:
        sys.exit(f'Bail out! {words}: {done.stderr}')
    return int(got[1])


def notes(folder, n):
    """A text of n notes."""
    path = pathlib.Path(folder) / f'{n}.md'
    path.write_text('---\nnashra-item: 1\nheadline: خبر\ndate: 2024-01-01\n---\n\n' + ' '.join(f'ا[^{i}]' for i in range(n)) + '\n\n' +
                    ''.join(f'[^{i}]: ب\n' for i in range(n)), encoding='utf-8')
    return path


def main(page_issues, nashra):
    t = Tap()
    few, many = (instructions(page_issues, '--items', n) for n in (100, 200))
    t.ok(many <= 2.2 * few, f'issues: 100 items {few / 1e6:.1f} M, 200 items {many / 1e6:.1f} M', f'{many / few:.2f} times')
    with tempfile.TemporaryDirectory() as folder:
        few, many = (instructions(nashra, 'dump', '--stage', 'item', notes(folder, n)) for n in (4000, 8000))
    t.ok(many <= 2.2 * few, f'notes: 4000 of an item {few / 1e6:.1f} M, 8000 {many / 1e6:.1f} M', f'{many / few:.2f} times')
    t.finish()


main(*(pathlib.Path(x).resolve() for x in sys.argv[1:]))
