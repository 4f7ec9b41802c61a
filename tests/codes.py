#!/usr/bin/env python3
"""
Every code that a message can have is explained by `nashra explain`, and keys of layouts too.

    codes.py NASHRA
"""
import pathlib
import re
import sys

from tap import ROOT, Tap, run

CODE = re.compile(r'"([a-z]+\.[a-z0-9-]+)"')
MODULES = {p.name for p in (ROOT / 'src').iterdir()} | {'text', 'file', 'out', 'issue'}


def codes():
    """Codes as the sources pass them to messages, tests left out."""
    for path in sorted((ROOT / 'src').glob('*/*.c')):
        if path.name.startswith('test-') or path.name == 'explain.c':
            continue
        text = path.read_text(encoding='utf-8')
        for call in re.findall(r'(?:diag_add|fault|refuse)\w*\([^;]*?;', text, re.S):
            for code in CODE.findall(call):
                if code.split('.')[0] in MODULES:
                    yield code


def test_pages(t, program):
    """Each command that the help names, and each page, is installed, and no other: meson.build lists them by hand."""
    _, listed, _ = run(program, 'manual')
    told = set(listed.split())
    _, out, _ = run(program, '--help')
    commands = set(re.findall(r'^  ([a-z]+) {2,}\S', out.split('Commands:')[1].split('A first')[0], re.M))
    t.ok(commands and {f'nashra-{c}.1' for c in commands} == {p for p in told if p.endswith('.1') and p != 'nashra.1'},
         f'{len(commands)} commands have a page', out + listed)
    named = {f'{m[1]}.{m[2]}' for p in told for m in re.finditer(r'^\.BR (nashra\S*) \((\d)\)', run(program, 'manual', p)[1].replace('\\-', '-'), re.M)}
    t.ok(len(named) > 5 and named <= told, 'a page names pages that there are', named - told)
    listing = (ROOT / 'meson.build').read_text(encoding='utf-8').split('foreach page : [')[1].split(']')[0]
    made = {f'nashra-{p}' for p in re.findall(r"'([^']+)'", listing)}
    t.ok(made == told - {'nashra.1'}, f'{len(made)} pages are installed', f'{sorted(made ^ told)}')


def main(program):
    t = Tap()
    found = sorted(set(codes()))
    t.ok(len(found) > 50, f'{len(found)} codes found in the sources')
    for code in found:
        status, out, err = run(program, 'explain', code)
        t.ok(status == 0 and out.count('\n') >= 2, code, out + err)
    for key in ('layout.styles.body.leading', 'layout.page', 'page.grid.step'):
        status, out, err = run(program, 'explain', key)
        t.ok(status == 0 and 'wants:' in out, key, out + err)
    status, out, err = run(program, 'explain', 'line.lose')
    t.ok(status == 2 and "did you mean 'line.loose'?" in err, 'a code mistyped', err)
    listed = re.findall(r'^([a-z]+\.[a-z0-9-]+) ', run(program, 'explain')[1], re.M)
    t.ok(len(listed) > 200 and listed == sorted(listed), 'they are listed in the order of the alphabet',
         [b for a, b in zip(listed, listed[1:]) if a > b])
    for word, there in (('size', 'layout.page.size, layout.styles.*.size'), ('styles.body.font-size', 'layout.styles.*.size'),
                        ('file', 'item.media.file')):
        status, out, err = run(program, 'explain', word)
        t.ok(status == 2 and there in err, f'{word}: which keys are called so', err)
    status, out, err = run(program, 'explain', 'layout.strings.contents')
    t.ok(status == 0 and 'names: contents, corrections' in out, 'a text of a layout', out + err)
    test_pages(t, program)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
