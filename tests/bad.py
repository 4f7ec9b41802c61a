#!/usr/bin/env python3
"""
Bad input: each file of tests/bad with the exact messages it must get.

NAME.md is an item, and NAME.issue an issue, set in layouts/release.yaml; NAME.yaml is a layout, for good.md.  NAME.diag holds what must be said,
as a user sees it, and the exit status.  In no case may a file be left in the output folder.

    bad.py NASHRA [--update]
"""
import pathlib
import sys
import tempfile

from tap import ROOT, Tap, run

BAD = ROOT / 'tests/bad'


def words_for(case):
    if case.suffix == '.yaml':
        return ['good.md', '-l', case.name]
    return [case.name, '-l', 'release']


def messages(program, case):
    """What was said, and what was left in the folder."""
    with tempfile.TemporaryDirectory() as folder:
        status, out, err = run(program, 'render', *words_for(case), '-o', f'{folder}/out.pdf', cwd=BAD)
        left = sorted(p.name for p in pathlib.Path(folder).iterdir())
    return f'{out}{err}exit {status}\n', status, left


def test_case(t, program, case, update):
    got, status, left = messages(program, case)
    path = case.with_suffix('.diag')
    expected = path.read_text(encoding='utf-8') if path.exists() else ''
    if update and expected != got:
        path.write_text(got, encoding='utf-8')
        print('# wrote', path.relative_to(ROOT))
        expected = got
    t.same(expected, got, case.name)
    t.ok(status in (1, 2) and not left, f'{case.name}: fails and leaves nothing', f'exit {status}, left {left}')


def main(program, *words):
    t = Tap()
    cases = [p for p in BAD.iterdir() if p.suffix in ('.md', '.yaml', '.issue') and p.stem != 'good']
    for case in sorted(cases):
        test_case(t, pathlib.Path(program).resolve(), case, '--update' in words)
    t.finish()


main(*sys.argv[1:])
