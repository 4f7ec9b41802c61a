"""TAP for the tests written in Python, and running nashra as its users do."""
import contextlib
import ctypes
import difflib
import os
import pathlib
import signal
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Tap:
    """Prints one line a test, and the plan and the exit status at the end."""

    def __init__(self):
        self.n = self.failed = 0

    def ok(self, good, name, why=''):
        self.n += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.n} - {name}", flush=True)
        if not good:
            for line in str(why).splitlines():
                print('#', line)

    def same(self, expected, got, name):
        diff = difflib.unified_diff(expected.splitlines(), got.splitlines(), 'expected', 'got', lineterm='')
        self.ok(expected == got, name, '\n'.join(diff))

    def skip(self, name, why):
        self.n += 1
        print(f'ok {self.n} - {name} # SKIP {why}', flush=True)

    def finish(self):
        print(f'1..{self.n}')
        sys.exit(1 if self.failed else 0)


def run(program, *words, cwd=None, env=None, binary=False):
    """Status, stdout, stderr of one run; a run that takes four minutes hangs, whatever else the machine does."""
    done = subprocess.run([str(program), *map(str, words)], cwd=cwd, capture_output=True, timeout=240,
                          env={**os.environ, **(env or {})})
    out = done.stdout if binary else done.stdout.decode('utf-8', 'replace')
    return done.returncode, out, done.stderr.decode('utf-8', 'replace')


def end_with_parent():
    """For a process that is started in a session of its own, where no signal to a test's group reaches it: prctl(2), PR_SET_PDEATHSIG."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)


def processes():
    """Number, state, parent and session of each that there is (proc(5)); Z is one that is dead and not buried."""
    for path in pathlib.Path('/proc').glob('[0-9]*/stat'):
        with contextlib.suppress(OSError):
            state, parent, _, session = path.read_text(encoding='utf-8', errors='replace').rsplit(')', 1)[1].split()[:4]
            yield int(path.parent.name), state, int(parent), int(session)
