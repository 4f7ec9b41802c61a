#!/usr/bin/env python3
"""
Archives as dirty as real ones are taken in whole: 21,000 releases as text, HTML and WXR, each line found again in an item by
Python's own readers; the same again gives the same files; a gigabyte takes no more memory than a small one.

    intake.py NASHRA [RELEASES OF EACH KIND [MIB]]

Among the other suites run fewer releases and a smaller file: without numbers it takes a quarter of an hour.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from sources import html_lines, item_texts, lost, read_items, squeezed_lines, wxr_posts
from tap import ROOT, Tap

MAKE = ROOT / 'tools/make-archive'
MIB = 1 << 20
# A field of an item for each kind that stands in no line of the source: a text knows its section by a line.
HEADS = {'text': ('section', 'kicker', 'headline', 'lead'), 'html': ('kicker', 'headline', 'lead'), 'wxr': ('kicker', 'headline', 'lead')}


def make(folder, kind, n, *words):
    subprocess.run([sys.executable, MAKE, folder, '-n', str(n), '--as', kind, *words], check=True, stdout=subprocess.DEVNULL)
    return sorted(folder.iterdir())


def run_measured(program, *words):
    """Status, what was said, MiB at most, seconds."""
    begin = time.monotonic()
    p = subprocess.Popen([program, 'import', '--diagnostics', 'short', *map(str, words)], stderr=subprocess.PIPE)
    err = p.stderr.read().decode()
    _, status, used = os.wait4(p.pid, 0)
    return os.waitstatus_to_exitcode(status), err, used.ru_maxrss / 1024, time.monotonic() - begin


def lines_of(kind, sources):
    if kind == 'wxr':
        return {f'release-{n}': lines for n, lines in wxr_posts(sources[0]).items()}
    read = html_lines if kind == 'html' else squeezed_lines
    # newline='' or Python would make ends of lines of its own.
    return {p.stem: read(p.read_text(encoding='utf-8')) for p in sources}


def check_kind(t, program, folder, kind, n):
    sources, items = make(folder / kind, kind, n), folder / f'{kind}-items'
    status, err, _, seconds = run_measured(program, *sources, '-o', items)
    made = sorted(items.glob('*.md'))
    wanted = lines_of(kind, sources)
    refused = [line for line in err.splitlines() if ': error: ' in line]
    report = (items / 'import.report').read_text(encoding='utf-8')
    twice = report.count(': twice: ')
    t.ok(status in (0, 1), f'{kind}: no crash, {seconds:.0f} s', err[-500:])
    t.ok(len(made) + len(refused) + twice == len(wanted), f'{kind}: {len(made)} items, {len(refused)} refused, {twice} twice, of {len(wanted)}', err[-500:])
    t.ok(all('import.no-headline' in line for line in refused), f'{kind}: none is refused that has a headline', refused[:3])
    why = {name: lost(wanted[name], item_texts(item, HEADS[kind])) for name, item in read_items(program, made).items()}
    bad = {name: w for name, w in why.items() if w}
    t.ok(not bad and len(why) == len(made), f'{kind}: parts and residue are all lines of all items', list(bad.items())[:5])
    before = {p.name: p.stat().st_mtime_ns for p in items.iterdir()}
    status, err, _, _ = run_measured(program, *sources, '-o', items)
    t.ok(before == {p.name: p.stat().st_mtime_ns for p in items.iterdir()} and f'{len(made)} there already' in err,
         f'{kind}: again, nothing is written', err[-500:])


def check_large(t, program, folder, mib_wanted):
    source, = make(folder / 'big', 'wxr', mib_wanted * 225, '--per-day', '60')
    size = source.stat().st_size
    t.ok(size >= mib_wanted * MIB, f'a file of {size / MIB:.0f} MiB')
    status, err, mib, seconds = run_measured(program, source, '-o', folder / 'none', '--dry-run', '-q')
    t.ok(status in (0, 1) and mib <= 256, f'{mib:.0f} MiB of memory, {seconds:.0f} s', err[-500:])


def main(program, n, mib):
    t = Tap()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        # First, for the most that a process had is said to be no less than Python has when it starts it.
        check_large(t, program, folder, mib)
        for kind in ('text', 'html', 'wxr'):
            check_kind(t, program, folder, kind, n)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve(), *map(int, sys.argv[2:4] or (7000, 1000)))
