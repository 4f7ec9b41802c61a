#!/usr/bin/env python3
"""
The same bytes whatever stands around: time zone, language, folder, umask, user's home, file times.
And frugal: no file is opened twice on the way to a page.
"""
import collections
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from tap import ROOT, Tap, run

SAMPLES = sorted((ROOT / 'samples').glob('*.md'))
AROUND = {
    'time zone': {'TZ': 'Asia/Riyadh'},
    'language': {'LANG': 'ar_EG.UTF-8', 'LC_ALL': 'ar_EG.UTF-8', 'LANGUAGE': 'ar'},
    'no locale at all': {'LC_ALL': 'C', 'LANG': ''},
    'home and cache': {'HOME': '/nonexistent', 'XDG_CACHE_HOME': '/nonexistent/cache'},
}


def render(program, folder, cwd=None, env=None, items=SAMPLES):
    out = pathlib.Path(folder) / 'out.pdf'
    status, _, err = run(program, 'render', *items, '-l', 'release', '-o', out, cwd=cwd, env=env)
    return hashlib.sha256(out.read_bytes()).hexdigest() if status == 0 else f'exit {status}\n{err}'


def test_surroundings(t, program, folder):
    first = render(program, folder)
    t.ok(len(first) == 64, 'the samples make a bulletin', first)
    t.same(first, render(program, folder), 'a second run')
    for name, env in AROUND.items():
        t.same(first, render(program, folder, env=env), name)
    t.same(first, render(program, folder, cwd='/'), 'working directory')
    old = os.umask(0o077)
    t.same(first, render(program, folder), 'umask')
    os.umask(old)
    copy = pathlib.Path(folder) / 'نسخة'
    shutil.copytree(ROOT / 'samples', copy)
    t.same(first, render(program, folder, items=sorted(copy.glob('*.md'))), 'folder of the items')
    t.same(first, render(program, folder, env={'SOURCE_DATE_EPOCH': ''}), 'empty SOURCE_DATE_EPOCH')


def files_opened(trace):
    """Regular files of ours that were opened, with how often."""
    paths = re.findall(r'open(?:at2?)?\((?:[^,"]*, )?"([^"]+)".*\) = \d+', trace)
    mine = [p for p in paths if p.endswith(('.md', '.yaml', '.ttf', '.otf', '.lock', '.png', '.jpg'))]
    return collections.Counter(os.path.basename(p) for p in mine)


def test_opened_once(t, program, folder):
    if not shutil.which('strace'):
        t.ok(False, 'strace is installed')
        return
    trace = pathlib.Path(folder) / 'trace'
    subprocess.run(['strace', '-f', '-e', 'trace=open,openat,openat2', '-s', '400', '-o', trace, program, 'render',
                    ROOT / 'samples/photograph.md', '-l', 'release', '-o', f'{folder}/traced.pdf'], check=True)
    opened = files_opened(trace.read_text(errors='replace'))
    t.ok(opened['photograph.md'] == 1 and opened['bridge.png'] == 1, 'the trace sees the item and its picture', opened)
    t.ok(max(opened.values()) == 1, 'no file is read twice', opened)


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as folder:
        test_surroundings(t, program, folder)
        test_opened_once(t, program, folder)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
