#!/usr/bin/env python3
"""
A long run by itself: one output in a hundred is poison and costs only itself; a worker takes no more for many than for few.

    endurance.py NASHRA POISON [RELEASES]

Among the other suites it is a run of some hundreds; 10,000 take a quarter of an hour.
"""
import collections
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from tap import ROOT, Tap, run

# What tests/poison.c does at such a name, and what the run must say of it.
KINDS = {'crash': ('signal 11',), 'loop': ('of the processor', 'took longer'), 'sleep': ('took longer',), 'memory': ('ended by signal',)}
SECONDS = 5
# Most of four times as many, to most of one: words and fonts are learnt, nothing is kept; but for the plan, a line an output.
GROWTH = 1.1
LINE = 256 / (1 << 20)
# MiB, of reliability's table.
MOST = 64


def plan(program, archive, name):
    status, _, err = run(program, 'batch', 'plan', archive, '-l', 'letter', '-o', name, '-q')
    return status, err


def run_measured(program, log, *words, **env):
    """Status, what was said, MiB of the largest of its processes."""
    with open(log, 'wb') as err:
        pid = os.posix_spawn(program, [str(program), 'batch', 'run', *map(str, words)], {**os.environ, **env},
                             file_actions=[(os.POSIX_SPAWN_DUP2, err.fileno(), 2)])
        _, status, used = os.wait4(pid, 0)
    return os.waitstatus_to_exitcode(status), log.read_text(encoding='utf-8'), used.ru_maxrss / 1024


def outputs(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob('*.pdf')}


def add_poison(archive, n):
    """Releases under other names, among the others as the plan sorts them."""
    sources = sorted(archive.glob('*.md'))
    count = collections.Counter()
    for i in range(n):
        source, kind = sources[i * len(sources) // n], list(KINDS)[i % len(KINDS)]
        path = archive / f'{source.stem}-poison-{kind}.md'
        path.write_text(source.read_text(encoding='utf-8').replace(f'id: {source.stem}\n', f'id: {path.stem}\n', 1), encoding='utf-8')
        count[kind] += 1
    return count


def check_memory(t, program, folder, archive):
    few = folder / 'few'
    few.mkdir()
    names = sorted(archive.glob('*.md'))
    for p in names[:len(names) // 4]:
        shutil.copy(p, few)
    took = []
    for items in (few, archive):
        status, err = plan(program, items, folder / 'plan.jsonl')
        status, err, mib = run_measured(program, folder / 'log', folder / 'plan.jsonl', '-O', folder / f'{items.name}-out', '-j', 1, '-k', '-q')
        made = len(outputs(folder / f'{items.name}-out'))
        t.ok(status == 0 and made == len(list(items.iterdir())), f'{made} outputs of one worker', err[-600:])
        took.append(mib)
    t.ok(took[1] <= took[0] * GROWTH + LINE * (len(names) - len(names) // 4), f'{took[0]:.1f} MiB for a quarter, {took[1]:.1f} MiB for all', took)
    t.ok(took[1] <= MOST, f'at most {MOST} MiB', took)
    return outputs(folder / f'{archive.name}-out')


def check_poison(t, program, library, folder, archive, clean):
    count = add_poison(archive, max(len(clean) // 100, len(KINDS)))
    n = sum(count.values())
    plan(program, archive, folder / 'plan.jsonl')
    out = folder / 'poisoned'
    status, err, _ = run_measured(program, folder / 'log', folder / 'plan.jsonl', '-O', out, '-j', 2, '-k', '--timeout', SECONDS, '--max-mem', '256M',
                                  '--progress', 'always', '--diagnostics', 'short', LD_PRELOAD=str(library))
    t.ok(status == 1 and f'{len(clean)} made, 0 were there, {n} failed' in err, f'{n} of {len(clean) + n} are poison and fail', err[-900:])
    t.ok(outputs(out) == clean, 'the others are what they are without them')
    died = [line for line in err.splitlines() if '[batch.died]' in line]
    for kind, whys in KINDS.items():
        told = [line for line in died if f'poison-{kind}' in line]
        t.ok(len(told) == count[kind] and all(any(w in line for w in whys) for line in told), f'{kind}: {len(told)} times it is said why', told[:3])
    run(program, 'batch', 'merge', out, '-o', folder / 'manifest.json')
    manifest = json.loads((folder / 'manifest.json').read_text(encoding='utf-8'))
    t.ok(len(manifest['failed']) == n and len(manifest['outputs']) == len(clean), 'the manifest has both', {k: len(v) for k, v in manifest.items() if isinstance(v, list)})
    left = sorted(p.name for p in (out / '.nashra').iterdir())
    t.ok(left == ['journal.jsonl', 'lock'], 'no draft is left over', left)


def main(program, library, n):
    t = Tap()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        archive = folder / 'archive'
        subprocess.run([sys.executable, ROOT / 'tools/make-archive', archive, '-n', str(n)], check=True, stdout=subprocess.DEVNULL)
        clean = check_memory(t, program, folder, archive)
        check_poison(t, program, library, folder, archive, clean)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(), int(sys.argv[3]) if len(sys.argv) > 3 else 600)
