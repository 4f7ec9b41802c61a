#!/usr/bin/env python3
"""
Items that changed places to fill the pages: print, contents, elements and bookmarks have the same order.

    order.py NASHRA

A picture has no room under the second item, and has it under the fourth; so three pages are enough in another order than that
of the issue.  What the order is, MuPDF, Poppler and qpdf say, each of something else.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from tap import ROOT, Tap, run

HEADS = ['القمر', 'النهر', 'الجسر', 'الشجر']
BODY = 'يقول نص البيان إن المشروع يسير كما خطط له في جميع المحافظات، وإن العمل فيه لا ينقطع ليل نهار. '
SENTENCES = [2, 8, 2, 8]
ISSUE = """nashra-issue: 1
publication: {title: نشرة}
number: 1
date: 2026-11-20
sections:
  - {title: باب, items: [0.md, 1.md, 2.md, 3.md]}
"""
LAYOUT = """nashra-layout: 1
name: order
language: ar
direction: rtl
page:
  size: [120mm, 150mm]
  margins: {top: 12mm, bottom: 12mm, inner: 12mm, outer: 12mm}
  columns: {count: 1}
  grid: {step: 16pt}
item: {order: [headline, media, body]}
fit: {pages: 3, freedoms: {order: MAY}}
fonts: {t: {family: Amiri}}
figure: {height-most: 90%}
styles:
  base: {font: t, size: 11pt, leading: 16pt}
  body: {}
  headline: {size: 16pt, leading: 32pt, keep-with-next: true}
"""


def write(folder, may):
    for n, (head, sentences) in enumerate(zip(HEADS, SENTENCES)):
        media = 'media:\n  - {file: bridge.png, alt: صورة}\n' if n == 2 else ''
        front = f'nashra-item: 1\nid: i{n}\nlanguage: ar\ndate: 2026-11-20\nheadline: {head}\n{media}'
        (folder / f'{n}.md').write_text(f'---\n{front}---\n{BODY * sentences}\n', encoding='utf-8')
    shutil.copy(ROOT / 'samples/pictures/bridge.png', folder)
    (folder / 'issue.yaml').write_text(ISSUE, encoding='utf-8')
    (folder / 'layout.yaml').write_text(LAYOUT.replace('MAY', may), encoding='utf-8')


def ask(*words):
    return subprocess.run(list(map(str, words)), capture_output=True, check=True).stdout.decode(errors='replace')


def heads_in(text):
    """The headlines in the order in which they stand there."""
    return re.findall('|'.join(HEADS), text)


def bookmarks(pdf):
    def walk(v):
        for o in v:
            yield o['title'], o['destpageposfrom1']
            yield from walk(o['kids'])
    return list(walk(json.loads(ask('qpdf', '--json=2', '--json-stream-data=none', pdf))['outlines']))


def check_order(t, pdf, order):
    pages = ask('mutool', 'draw', '-q', '-F', 'txt', pdf).split('\f')
    t.same('\n'.join(order * 2), '\n'.join(heads_in(''.join(pages))), 'contents and print, in the eyes of MuPDF')
    t.same('\n'.join(order * 2), '\n'.join(heads_in(ask('pdfinfo', '-struct-text', pdf))), 'elements, in the eyes of Poppler')
    marks = [(title, page) for title, page in bookmarks(pdf) if title in HEADS]
    t.same('\n'.join(order), '\n'.join(title for title, _ in marks), 'bookmarks, in the eyes of qpdf')
    stand = {head: n for n, page in enumerate(pages, 1) for head in heads_in(page)}
    t.ok(dict(marks) == stand, 'and each leads to the page of its item', f'{marks}\n{stand}')


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as tmp:
        folder = pathlib.Path(tmp)
        write(folder, 'false')
        status, _, err = run(program, 'render', 'issue.yaml', '-l', 'layout.yaml', '-o', 'out.pdf', cwd=folder)
        t.ok(status != 0 and 'fit.too-long' in err, 'in the order of the issue there is no room', err)
        write(folder, 'true')
        status, _, err = run(program, 'render', 'issue.yaml', '-l', 'layout.yaml', '-o', 'out.pdf', '-v', '--diagnostics', 'short',
                             cwd=folder)
        told = {int(n): int(to) for n, to in re.findall(r'^(\d)\.md:.* is number (\d) of its section', err, re.M)}
        t.ok(status == 0 and told, 'in another there is, and it is told', err)
        places = {n: told.get(n, n + 1) for n in range(4)}
        order = [HEADS[n] for n in sorted(places, key=places.get)]
        t.ok(order != HEADS and sorted(places.values()) == [1, 2, 3, 4], 'each item has a place', places)
        check_order(t, folder / 'out.pdf', order)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
