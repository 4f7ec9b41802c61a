#!/usr/bin/env python3
"""
What `nashra inspect` counts is what stands in the dumps of lines and pages, counted here once more.

    inspection.py NASHRA
"""
import json
import pathlib
import re
import statistics
import sys
import tempfile

from tap import ROOT, Tap, run

ISSUE = ROOT / 'samples' / 'daily' / 'issue.yaml'
NARROW = '''nashra-layout: 1
extends: daily.yaml
page:
  columns: {count: 3, gap: 4mm}
styles:
  body: {justify: {space: [80%, 100%, 150%], kashida: off}}
  headline: {max-lines: 1, size: 20pt}
'''


def inspect(program, *words):
    status, out, err = run(program, 'inspect', *words, '-f', 'json', '-q')
    return json.loads(out) if status == 0 else None


def justified(program, style, *words):
    """Space, kashidas and size of each justified line of a style, and the style's natural space."""
    now, size, rows, natural = None, 0, [], []
    for text in run(program, 'dump', '--stage', 'lines', *words)[1].splitlines():
        head = re.match(r'galley (\S+) measure \d+ size (\d+)', text)
        if head:
            now, size = head[1], int(head[2])
        elif now == style and text.startswith('line '):
            space = int(re.search(r' space (-?\d+)', text)[1])
            kashidas = re.search(r' kashidas (\d+)', text)
            flags = text.split('|')[0].split()
            if 'last' in flags:
                natural += [space] if space else []
            else:
                rows.append((space, int(kashidas[1]) if kashidas else 0, size))
    return rows, statistics.mode(natural)


def same_as_dump(t, program):
    seen = inspect(program, ISSUE, '-l', 'daily')
    body = next(s for s in seen['styles'] if s['name'] == 'body')
    rows, natural = justified(program, 'body', ISSUE, '-l', 'daily')
    spaced = [space for space, _, _ in rows if space]
    size = rows[0][2]
    t.ok(body['justified'] == len(rows) > 100, f'{len(rows)} justified lines of body', body)
    for key, want in (('spaceMean', statistics.mean(spaced) / natural), ('spaceSd', statistics.pstdev(spaced) / size),
                      ('spaceWidest', max(spaced) / natural),
                      ('kashidasLine', sum(k for _, k, _ in rows) / len(rows))):
        t.ok(abs(body[key] - want) < 2e-4, f'{key} is {want:.4f}', body[key])
    pages = run(program, 'dump', '--stage', 'pages', ISSUE, '-l', 'daily')[1]
    lines = re.findall(r'^  line .* story (?!-1)\d+ column -?\d+ \S+ \d+-\d+$', pages, re.M)
    t.ok(sum(p['lines'] for p in seen['pages']) == len(lines) > 300, f'{len(lines)} lines on all pages')
    t.ok(len(seen['pages']) == len(seen['facts']) == pages.count('\npage ') + 1, 'all pages')
    for p, text in zip(seen['pages'], re.split(r'^page ', pages, flags=re.M)[1:]):
        ends = [max((int(y) for y in re.findall(rf'^  line \d+,(\d+) .* story \d+ column {c} \S+ \d', text, re.M)),
                    default=0) for c in range(2)]
        t.ok(p['ends'] == ends and p['apart'] == (max(ends) - min(ends) if all(ends) else 0),
             f'columns of page {p["page"]} end at {ends}', p)
    t.ok(len(seen['items']) == 15 and seen['items'][0]['page'] == 1 and seen['items'][0]['lastPage'] == 2,
         'the items, and the pages they stand on', seen['items'])
    t.ok(not any(i.get('headlineTooLong') for i in seen['items']), 'no headline is too long')


def finds_faults(t, program, tmp):
    for name in ('daily', 'binding-ar'):
        (tmp / f'{name}.yaml').write_bytes((ROOT / 'layouts' / f'{name}.yaml').read_bytes())
    layout = tmp / 'narrow.yaml'
    layout.write_text(NARROW)
    seen = inspect(program, ISSUE, '-l', layout)
    said = run(program, 'check', ISSUE, '-l', layout, '--diagnostics', 'short', '-v')[2]
    for fault in ('loose', 'overfull', 'touching'):
        told = set(re.findall(rf'^(?:\S+/)?([^/\s]+:\d+:\d+): .*\[line\.{fault}\]', said, re.M))
        found = {f'{pathlib.Path(f["at"][0]).name}:{f["at"][1]}:{f["at"][2]}' for f in seen['faults']
                 if fault in f['faults'].split()}
        t.ok(found == told and (found or fault != 'loose'), f'{len(found)} lines are {fault}, as messages say',
             f'{sorted(found ^ told)}')
    told = len(re.findall(r'\[page\.headline-too-long\]', said))
    t.ok(told == sum(bool(i.get('headlineTooLong')) for i in seen['items']) > 5,
         f'{told} headlines are too long, as messages say')
    loose = sum(p['loose'] for p in seen['pages'])
    t.ok(loose == sum(s['loose'] for s in seen['styles']) == sum('loose' in f['faults'] for f in seen['faults']) > 5,
         f'{loose} loose lines by page, by style and in the list')


def overlays(t, program, tmp):
    plain, over = tmp / 'plain.pdf', tmp / 'over.pdf'
    run(program, 'render', ISSUE, '-l', 'daily', '-o', plain, '-q')
    status, out, err = run(program, 'inspect', ISSUE, '-l', 'daily', '-o', over, '-q')
    t.ok(status == 0, 'a PDF, as its name says, read back as every PDF is', err)
    counts = [re.search(r'(\d+) pages, (\d+) elements', run(program, 'verify', f)[1]).groups() for f in (plain, over)]
    t.ok(counts[0] == counts[1], f'{counts[0]} pages and elements in both', counts[1])
    t.ok(over.stat().st_size > plain.stat().st_size + 2000, 'with more on it')


def text_and_mistakes(t, program, tmp):
    status, out, err = run(program, 'inspect', ISSUE, '-l', 'daily', '-q')
    t.ok(status == 0 and all(f'\n{w}' in out for w in ('Fonts', 'Styles', 'Pages', 'Items', 'Lines to look at')),
         'all tables in the text', out)
    for words, said in (((), 'nothing to inspect'), ((ISSUE,), 'no layout'), ((ISSUE, '-l', 'daily', '-f', 'pdf'), '-o FILE'),
                        ((ISSUE, '-l', 'daily', '-f', 'pfd'), "--format is 'pfd'")):
        status, out, err = run(program, 'inspect', *words)
        t.ok(status == 2 and said in err and not out, said, err)
    status, out, err = run(program, 'inspect', tmp / 'none.md', '-l', 'daily')
    t.ok(status == 1 and 'file.missing' in err and not out, 'an item that is not there', err)


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as name:
        same_as_dump(t, program)
        finds_faults(t, program, pathlib.Path(name))
        overlays(t, program, pathlib.Path(name))
        text_and_mistakes(t, program, pathlib.Path(name))
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
