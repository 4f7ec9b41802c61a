#!/usr/bin/env python3
"""
A worker sets release after release in memory that was used before: under valgrind, nothing of it is read that this
release did not write.  (Sanitizers see what is freed, and not what was never written.)
"""
import pathlib
import re
import subprocess
import sys
import tempfile

from tap import ROOT, Tap, run

RELEASES = 14


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as tmp:
        tmp = pathlib.Path(tmp)
        subprocess.run([sys.executable, ROOT / 'tools/make-archive', tmp / 'archive', '-n', str(RELEASES)], check=True,
                       stdout=subprocess.DEVNULL)
        run(program, 'batch', 'plan', tmp / 'archive', '-l', 'letter', '-o', tmp / 'plan.jsonl', '-q')
        done = subprocess.run(['valgrind', '-q', '--trace-children=yes', program, 'batch', 'run', tmp / 'plan.jsonl', '-O',
                               tmp / 'out', '-j', '1', '--timeout', '3000', '-q'], capture_output=True, text=True, check=False)
        made = len(list((tmp / 'out').glob('*.pdf')))
        t.ok(done.returncode == 0 and made == RELEASES, f'{made} releases one after the other', done.stderr)
        t.ok(not re.search(r'^==\d+== ', done.stderr, re.M), 'and no memory is read before it is written, or when it is not theirs',
             done.stderr)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
