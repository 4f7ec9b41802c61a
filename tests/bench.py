#!/usr/bin/env python3
"""
Figures, never a verdict: the real release (else the longest sample) and a bulletin of 500 releases.

Time of the whole process, of each stage, pages a second, peak memory; medians of several runs.
"""
import os
import pathlib
import re
import statistics
import sys
import tempfile
import time

from tap import ROOT

SEED = ROOT.parent / 'shared/seed/release.md'
SAMPLES = sorted((ROOT / 'samples').glob('*.md'))


def measure(program, words, log):
    """Wall and CPU milliseconds, peak MiB and the stages of one run."""
    start = time.perf_counter()
    with open(log, 'wb') as err:
        pid = os.posix_spawn(program, [program, *words], os.environ,
                             file_actions=[(os.POSIX_SPAWN_DUP2, err.fileno(), 2)])
        _, status, usage = os.wait4(pid, 0)
    wall = (time.perf_counter() - start) * 1000
    text = pathlib.Path(log).read_text(encoding='utf-8')
    if status != 0:
        sys.exit(f'bench: {" ".join(words)} failed:\n{text}')
    timing = re.search(r'^timing: .*$', text, re.M)[0]
    stages = {k: int(v) for k, v in re.findall(r'([a-z]+) (\d+)(?= [a-z])', timing)}
    pages, = re.search(r'(\d+) pages', timing).groups()
    return {'wall': wall, 'cpu': (usage.ru_utime + usage.ru_stime) * 1000, 'mib': usage.ru_maxrss / 1024,
            'pages': int(pages), **stages}


STAGES = ('read', 'story', 'shape', 'line', 'page', 'sheet', 'pdf', 'proof')


def bench(program, name, items, times):
    with tempfile.TemporaryDirectory() as folder:
        words = ['render', *map(str, items), '-l', 'release', '-o', f'{folder}/out.pdf', '--timing', '-q']
        runs = [measure(program, words, f'{folder}/log') for _ in range(times)]
        size = os.path.getsize(f'{folder}/out.pdf')
    m = {k: statistics.median(r[k] for r in runs) for k in runs[0]}
    print(f'{name}: {m["pages"]:.0f} pages, {size / 1000:.1f} kB')
    print(f'  whole process {m["wall"]:.1f} ms (best {min(r["wall"] for r in runs):.1f}), CPU {m["cpu"]:.1f} ms, '
          f'peak {m["mib"]:.1f} MiB, {m["pages"] / m["wall"] * 1000:.0f} pages/s')
    print('  ' + ', '.join(f'{s} {m[s] / 1000:.2f} ms' for s in STAGES))


def bench_pages(program, items, times):
    """Pages to look at: what painting one takes, without the file's way to the disk."""
    for end in ('svg', 'png'):
        with tempfile.TemporaryDirectory() as folder:
            words = ['render', *map(str, items), '-l', 'release', '-o', f'{folder}/{{p}}.{end}', '--timing', '-q']
            runs = [measure(program, words, f'{folder}/log') for _ in range(times)]
            size = sum(f.stat().st_size for f in pathlib.Path(folder).glob(f'*.{end}'))
        ms = [r['paint'] / r['pages'] / 1000 for r in runs]
        print(f'{end}: a page {statistics.median(ms):.1f} ms (best {min(ms):.1f}), {size / runs[0]["pages"] / 1000:.0f} kB')


def main(program):
    program = str(pathlib.Path(program).resolve())
    one = [SEED] if SEED.exists() else [ROOT / 'samples/long-release.md']
    bench(program, f'one release ({one[0].name})', one, 21)
    bench_pages(program, one, 11)
    daily = sorted((ROOT / 'samples/daily').glob('*.md')) + sorted((ROOT / 'samples/weekly').glob('*.md'))
    bench(program, 'an issue of 12 pages or so', [i for i in daily if 'correction' not in i.name][:14], 9)
    bench(program, '500 releases', [SAMPLES[i % len(SAMPLES)] for i in range(500)], 5)


main(sys.argv[1])
