#!/usr/bin/env python3
"""
Golden files: tests/golden/THEME/NAME.item, or the issue NAME.issue, beside NAME.STAGE.

That a file NAME.STAGE exists makes it a test: `nashra dump --stage STAGE` must print just that.  NAME.diag holds the
messages of a render.  The layout is NAME.yaml, else the theme's layout.yaml, else layouts/release.yaml.

    golden.py NASHRA [--update] [THEME…]

--update rewrites what differs; an empty file NAME.STAGE is the way to ask for a new one.  Read what it wrote.
"""
import pathlib
import sys
import tempfile

from tap import ROOT, Tap, run

STAGES = ('item', 'layout', 'story', 'runs', 'lines', 'pages', 'marks')
GOLDEN = ROOT / 'tests/golden'


def layout_of(item):
    for path in (item.with_suffix('.yaml'), item.parent / 'layout.yaml'):
        if path.exists():
            return path.name
    return 'release'


def dump(program, item, stage):
    words = ['dump', '--stage', stage, item.name]
    if stage != 'item':
        words += ['-l', layout_of(item)]
    return run(program, *words, cwd=item.parent)


def messages(program, item):
    with tempfile.TemporaryDirectory() as folder:
        status, _, err = run(program, 'render', item.name, '-l', layout_of(item), '-v', '--diagnostics', 'short',
                             '-o', f'{folder}/out.pdf', cwd=item.parent)
    return ''.join(x for x in err.splitlines(True) if not x.startswith('nashra: ')) + f'exit {status}\n'


def expectations(item):
    """Stages of which a golden file exists; the item's own JSON is NAME.json, as NAME.item is the item."""
    for stage in STAGES:
        path = item.with_suffix('.json' if stage == 'item' else '.' + stage)
        if path.exists():
            yield stage, path


def check(t, path, got, name, update):
    expected = path.read_text(encoding='utf-8')
    if update and expected != got:
        path.write_text(got, encoding='utf-8')
        print('# wrote', path.relative_to(ROOT))
        expected = got
    t.same(expected, got, name)


def test_item(t, program, item, update):
    name = item.relative_to(GOLDEN).with_suffix('')
    for stage, path in expectations(item):
        status, out, err = dump(program, item, stage)
        if status != 0:
            t.ok(False, f'{name}.{stage}', f'exit {status}\n{err}')
        else:
            check(t, path, out, f'{name}.{stage}', update)
    path = item.with_suffix('.diag')
    if path.exists():
        check(t, path, messages(program, item), f'{name}.diag', update)


def main(program, *words):
    t = Tap()
    themes = [w for w in words if not w.startswith('-')]
    for item in sorted([*GOLDEN.glob('*/*.item'), *GOLDEN.glob('*/*.issue')]):
        if not themes or item.parent.name in themes:
            test_item(t, pathlib.Path(program).resolve(), item, '--update' in words)
    t.finish()


main(*sys.argv[1:])
