#!/usr/bin/env python3
"""
What a change of the layout does is told, each thing from a change made for it; nothing is told of no change.

    diff.py NASHRA POISON.so
"""
import base64
import html.parser
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile

from tap import ROOT, Tap, run

DAILY = ROOT / 'samples' / 'daily' / 'issue.yaml'
WEEKLY = ROOT / 'samples' / 'weekly' / 'issue.yaml'
TABLES = ROOT / 'samples' / 'tables.md'

CHANGES = {
    'same': '',
    'wide-margins': 'page: {margins: {inner: 44mm, outer: 42mm}}\n',
    'large-heads': 'styles:\n  headline: {size: [32pt, 18pt, 16pt]}\n',
    'one-line-heads': 'styles:\n  headline: {max-lines: 1, size: 20pt}\n',
    'no-kashida': 'styles:\n  body: {justify: {space: [80%, 100%, 150%], kashida: off}}\n',
    'colour': 'colours:\n  gold: {cmyk: [10, 90, 20, 0]}\n',
    'many-columns': 'page: {columns: {count: 5}}\n',
    'wrong': 'page: {columns: {cuont: 3}}\n',
}


class Report(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.images, self.links, self.headings, self.missing, self.said, self.within = [], [], [], 0, '', None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        self.within = 'h2' if tag == 'bdi' and self.within == 'h2' else tag
        if tag == 'img':
            self.images.append(a['src'])
        if tag in ('script', 'link', 'iframe'):
            self.links.append(tag)
        self.links += [v for k, v in a.items() if k in ('href', 'src') and v and not v.startswith(('#', 'data:'))]

    def handle_data(self, data):
        self.said += data
        if self.within == 'h2':
            self.headings.append(data)
        self.missing += 'there is no such page' in data


def layouts(folder):
    for name in ('daily', 'binding-ar'):
        shutil.copy(ROOT / 'layouts' / f'{name}.yaml', folder)
    for name, change in CHANGES.items():
        (folder / f'{name}.yaml').write_text(f'nashra-layout: 1\nextends: daily.yaml\nname: {name}\n{change}')


def inspect(program, issue, layout):
    return json.loads(run(program, 'inspect', issue, '-l', layout, '-f', 'json', '-q')[1])


def same(t, program, d):
    status, out, err = run(program, 'diff', 'daily', d / 'same.yaml', DAILY, WEEKLY, TABLES)
    t.ok(status == 0 and err == '' and out.count(': same, 0 of') == 3, 'no change is told of no change', out + err)
    t.ok(out.endswith('3 bulletins changed: 0 worse, 0 better; 0 not compared; 15 pages instead of 15, '
                      '0 not as they were\n'), 'and all are counted', out)


def colour(t, program, d):
    status, out, err = run(program, 'diff', 'daily', d / 'colour.yaml', DAILY)
    t.ok(status == 0 and re.search(r'changed, \d of 8 pages', out) and 'worse ' not in out.split('\n', 1)[1].split(':')[0],
         'another colour changes pages and makes nothing worse', out)


def heads(t, program, d):
    old, new = inspect(program, DAILY, 'daily'), inspect(program, DAILY, d / 'large-heads.yaml')
    fall = [n['headline'] for o, n in zip(old['items'], new['items']) if n['headlineStep'] > o['headlineStep']]
    status, out, err = run(program, 'diff', 'daily', d / 'large-heads.yaml', DAILY)
    told = re.findall(r'worse +the headline falls to \d+ pt, for it does not fit in 32: \u2068(.*)\u2069', out)
    t.ok(status == 1 and told == fall and fall, f'{len(fall)} headlines that fall to a smaller size', out)
    status, out, err = run(program, 'diff', d / 'large-heads.yaml', 'daily', DAILY)
    t.ok(out.count('better the headline fits in') == len(fall), 'the other way round they are better', out)
    new = inspect(program, DAILY, d / 'one-line-heads.yaml')
    long = [n['headline'] for o, n in zip(old['items'], new['items']) if n['headlineTooLong'] and not o['headlineTooLong']]
    status, out, err = run(program, 'diff', 'daily', d / 'one-line-heads.yaml', DAILY)
    told = re.findall(r'worse +the headline does not fit any more: \d lines at [\d.]+ pt, \u2068(.*)\u2069', out)
    t.ok(status == 1 and told == long and long, f'{len(long)} headlines that do not fit any more', out)


def lines(t, program, d):
    old, new = (inspect(program, DAILY, x) for x in ('daily', d / 'no-kashida.yaml'))
    loose = [f'{f["at"][0]}:{f["at"][1]}:{f["at"][2]}' for f in new['faults'] if 'loose' in f['faults']]
    t.ok(not any('loose' in f['faults'] for f in old['faults']), 'no line is loose before')
    status, out, err = run(program, 'diff', 'daily', d / 'no-kashida.yaml', DAILY)
    told = re.findall(r'worse +page \d+, column \d, line \d+ is loose \(spaces \d\.\d\d\), (\S+): ', out)
    t.ok(status == 1 and sorted(told) == sorted(loose) and loose, f'{len(loose)} lines become loose', out)


def moves(t, program, d):
    old, new = (inspect(program, DAILY, x) for x in ('daily', d / 'wide-margins.yaml'))
    moved = [(str(o['page']), str(n['page']), n['headline']) for o, n in zip(old['items'], new['items'])
             if o['page'] != n['page']]
    status, out, err = run(program, 'diff', 'daily', d / 'wide-margins.yaml', DAILY)
    told = re.findall(r'^ +moves from page (\d+) to page (\d+): \u2068(.*)\u2069', out, re.M)
    t.ok(told == moved and moved, f'{len(moved)} items on other pages', out)
    t.ok(f'{len(new["pages"])} pages instead of {len(old["pages"])}' in out and len(new['pages']) > len(old['pages']),
         'pages are added', out)


def unmade(t, program, d):
    status, out, err = run(program, 'diff', 'daily', d / 'many-columns.yaml', WEEKLY, DAILY)
    t.ok(status == 1 and 'cannot be set any more: ' in out and '[page.table-too-wide]' in out,
         'a table that has no room any more', out)
    t.ok(out.count('issue.yaml: ') >= 2 and '0 not compared' in out, 'the other bulletin is compared', out)
    status, out, err = run(program, 'diff', d / 'many-columns.yaml', 'daily', DAILY)
    t.ok(status == 0 and 'better could not be set before' in out, 'and the other way round', out)
    status, out, err = run(program, 'diff', 'daily', 'daily', d / 'none.md', TABLES)
    t.ok(status == 1 and 'none.md: not compared' in out and 'tables.md: same' in out and 'file.missing' in out,
         'an item that is not there', out + err)


def mistakes(t, program, d):
    report = d / 'none.html'
    status, out, err = run(program, 'diff', 'daily', d / 'wrong.yaml', DAILY, '-o', report)
    t.ok(status == 2 and "did you mean 'count'" in err and not out and not report.exists(),
         'a layout that is wrong, and no report', err)
    for words, said in (((), 'two layouts'), (('daily', 'letter'), 'one issue or item'),
                        (('daily', 'letter', DAILY, '--pictures', 3), '-o REPORT'),
                        (('daily', 'letter', DAILY, '-o', 'x.html', '--pictures', -2), '--pictures is -2')):
        status, out, err = run(program, 'diff', *words)
        t.ok(status == 2 and said in err, said, err)


def report(t, program, d):
    strange = d / 'a & <b>.md'
    shutil.copy(TABLES, strange)
    file = d / 'report.html'
    status, out, err = run(program, 'diff', 'daily', d / 'wide-margins.yaml', DAILY, strange, '-o', file)
    text = file.read_text()
    r = Report(text)
    changed = sum(int(n) for n in re.findall(r'(\d+) of \d+ pages are not', out))
    t.ok(len(r.images) + r.missing == 2 * changed > 10, f'{changed} pages before and now', f'{len(r.images)} {r.missing}')
    t.ok(all(base64.b64decode(i.split(',', 1)[1]).startswith(b'\x89PNG') for i in r.images), 'each is a picture')
    t.ok(r.links == [] and 'url(' not in text, 'nothing is fetched from elsewhere', r.links)
    t.ok(any(h.startswith(str(strange)) for h in r.headings), 'names are names', r.headings)
    said = [line.split('  ', 1)[1].strip() for line in out.splitlines() if line.startswith('  ')]
    missing = [s for s in said if re.sub('^(worse|better) +', '', s) not in r.said]
    t.ok(not missing and said, f'all {len(said)} findings stand in it', missing)
    before = file.read_bytes()
    run(program, 'diff', 'daily', d / 'wide-margins.yaml', DAILY, strange, '-o', file, '-j', 1)
    t.ok(before == file.read_bytes(), 'the same bytes whoever compares')
    run(program, 'diff', 'daily', d / 'wide-margins.yaml', DAILY, strange, '-o', file, '--pictures', 4)
    few = Report(file.read_text())
    t.ok(len(few.images) == 2 * 3 and 'more pages are not as they were' in few.said,
         'a few pictures: two of the issue, and the one of the item', len(few.images))


def arabic(t, program, d):
    """A press office reads the report in its language: from right to left, the page before at the right."""
    file = d / 'arabic.html'
    status, out, err = run(program, 'diff', 'daily', d / 'wide-margins.yaml', DAILY, '-o', file, '--lang', 'ar')
    # Names of folders are in no language.
    text = re.sub('<img[^>]*>', '', file.read_text(encoding='utf-8').replace(str(ROOT), ''))
    words = re.sub(r'<style>.*</style>|<bdi>[^<]*</bdi>|<[^>]*>|\b[a-z]+\.[a-z-]+', ' ', text, flags=re.S)
    t.ok('lang="ar" dir="rtl"' in text and 'ما يفعله تغيير التصميم' in text and 'صفحات تغيرت' in out, 'in Arabic', out)
    foreign = set(re.findall(r'\b(?:pages?|worse|better|instead|before|now|lines?|headline|bulletins?|changed)\b', words))
    t.ok(not foreign, 'and nothing of it in English', foreign)


def crash(t, program, d, library):
    poison = d / 'poison-crash.md'
    shutil.copy(TABLES, poison)
    env = {'LD_PRELOAD': f'{os.environ.get("LD_PRELOAD", "")}:{library}'.strip(':'), 'POISON': '1'}
    status, out, err = run(program, 'diff', 'daily', 'letter', TABLES, poison, TABLES, poison, TABLES, '-j', 1, env=env)
    t.ok(status == 1 and out.count('poison-crash.md: not compared') == 2 and out.count('tables.md: ') == 3,
         'a bulletin that ends its process costs itself alone', out + err)


def main(program, library):
    t = Tap()
    with tempfile.TemporaryDirectory() as name:
        d = pathlib.Path(name)
        layouts(d)
        for test in (same, colour, heads, lines, moves, unmade, mistakes, report, arabic):
            test(t, program, d)
        crash(t, program, d, library)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
