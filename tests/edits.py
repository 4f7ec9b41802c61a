#!/usr/bin/env python3
"""
One server and many edits: after each of them every page it shows, and every fact, is that of a server started just now.

    edits.py NASHRA [EDITS [SEED]]

What is kept from save to save is only there to save time.  Edits are drawn by lot: of words, marks, paragraphs, heads,
numbers and colours of the layout and of those that it extends, pictures, fonts, items that come, go and are there twice.
"""
import pathlib
import random
import re
import shutil
import subprocess
import sys
import time

from preview import PATIENCE, Served, errors, rename_over
from tap import ROOT, Tap

MINE = """nashra-layout: 1
extends: daily.yaml
styles:
  base: {font: text, size: 12pt, leading: 17pt, colour: ink}
  quote: {inset: 1em}
"""
SERVED = ['daily/issue.yaml', '-l', 'layouts/mine.yaml']
WORDS = ['الوزارة', 'القاهرة', '٢٥ مليون جنيه', 'Ministry', '12.5%', 'مُعَلِّمٌ', '«النهضة»', 'د. أحمد', '!']
# What a layout says, and what it may say instead: where the first is found, one of the others takes its place.
LOOKS = [
    ('mine.yaml', r'size: [\d.]+pt, leading: 17pt', ['size: 12pt, leading: 17pt', 'size: 11.5pt, leading: 17pt', 'size: 11pt, leading: 17pt']),
    ('mine.yaml', r'colour: (ink|state|grey)', ['colour: ink', 'colour: state', 'colour: grey']),
    ('mine.yaml', r'inset: [\d.]+em', ['inset: 1em', 'inset: 2em']),
    ('daily.yaml', r'columns: \{count: \d', ['columns: {count: 2', 'columns: {count: 3']),
    ('daily.yaml', r'step: \d+pt', ['step: 17pt', 'step: 16pt']),
    ('daily.yaml', r'align: (justify|start)', ['align: justify', 'align: start']),
    ('daily.yaml', r'kashida: (sparing|off|classic)', ['kashida: sparing', 'kashida: off', 'kashida: classic']),
    ('daily.yaml', r'indent: 1\.\dem', ['indent: 1.2em', 'indent: 1.6em']),
    ('daily.yaml', r'numerals: \w+', ['numerals: arab', 'numerals: latn']),
    ('daily.yaml', r'latin-size: \d+%', ['latin-size: 92%', 'latin-size: 80%']),
    ('daily.yaml', r'gold: \{cmyk: \[\d+', ['gold: {cmyk: [18', 'gold: {cmyk: [60']),
    ('daily.yaml', r'text: \{family: [A-Z][a-z ]+[A-Za-z]+\}', ['text: {family: Amiri}', 'text: {family: Noto Naskh Arabic}']),
    ('daily.yaml', r'end-mark: "."', ['end-mark: "٭"', 'end-mark: "*"']),
    ('binding-ar.yaml', r'before-name:\n(  - الوزارة\n)?', ['before-name:\n', 'before-name:\n  - الوزارة\n']),
]


def read(path):
    return path.read_text(encoding='utf-8')


class Editor:
    """Someone who changes a publication's files."""

    def __init__(self, folder, seed):
        self.lot = random.Random(seed)
        self.daily, self.layouts = folder / 'daily', folder / 'layouts'
        self.broken = None
        self.before = {}  # what was in the files of the last edits
        self.pictures = sorted((ROOT / 'samples/daily/pictures').glob('*.png'))

    def save(self, path, text):
        """In one step, so that nobody reads half of it."""
        if path.exists():
            self.before.setdefault(path, read(path))
        rename_over(path, text)

    def undo(self):
        """What made an error that is no mistake of ours, a word without a glyph or an item too high for its page."""
        for path, text in self.before.items():
            self.save(path, text)

    def item(self):
        return self.lot.choice(sorted(self.daily.glob('*.md')))

    def in_body(self, change):
        path = self.item()
        head, body = read(path).rsplit('---\n', 1)
        paragraphs = body.strip('\n').split('\n\n')
        i = self.lot.randrange(len(paragraphs))
        change(paragraphs, i)
        self.save(path, f'{head}---\n\n' + '\n\n'.join(paragraphs) + '\n')
        return path.name

    def word(self):
        def change(paragraphs, i):
            words = paragraphs[i].split(' ')
            at = self.lot.randrange(len(words))
            words[at:at + self.lot.randrange(2)] = [self.lot.choice(WORDS)]
            paragraphs[i] = ' '.join(words)
        return self.in_body(change)

    def mark(self):
        def change(paragraphs, i):
            words = paragraphs[i].split(' ')
            at = self.lot.randrange(len(words))
            if re.fullmatch(r'\w+', words[at]):
                words[at] = f'**{words[at]}**' if self.lot.random() < 0.5 else f'[{words[at]}](https://example.org/)'
            paragraphs[i] = ' '.join(words)
        return self.in_body(change)

    def paragraph(self):
        def change(paragraphs, i):
            if self.lot.random() < 0.5 or len(paragraphs) < 2:
                paragraphs.insert(i, paragraphs[i])
            else:
                del paragraphs[i]
        return self.in_body(change)

    def headline(self):
        path = self.item()
        self.save(path, re.sub(r'(?m)^headline: .*$', lambda m: f'{m[0]} {self.lot.choice(WORDS[:2])}' if len(m[0]) < 100
                               else 'headline: عنوان قصير', read(path), count=1))
        return path.name

    def look(self):
        name, was, now = self.lot.choice(LOOKS)
        path = self.layouts / name
        text = read(path)
        self.save(path, re.sub(was, self.lot.choice(now), text, count=1))
        return f'{name} {was}'

    def come_or_go(self):
        issue = self.daily / 'issue.yaml'
        text = read(issue)
        twice = self.daily / '05-solar-again.md'
        if ', 05-solar-again.md' in text:
            self.save(issue, text.replace(', 05-solar-again.md', ''))
            twice.unlink()
        else:
            self.save(twice, re.sub(r'(?m)^id: (.*)$', r'id: \1-again', read(self.daily / '05-solar.md')))
            self.save(issue, text.replace('05-solar.md', '05-solar.md, 05-solar-again.md', 1))
        return issue.name

    def picture(self):
        path = self.lot.choice(sorted((self.daily / 'pictures').glob('*.png')))
        new = path.with_name('.new')
        shutil.copy(self.lot.choice(self.pictures), new)
        new.replace(path)
        return path.name

    def font(self):
        own = self.layouts / 'fonts'
        own.mkdir(exist_ok=True)
        shutil.copy(ROOT / 'fonts' / self.lot.choice(['NotoNaskhArabic-Regular.ttf', 'NotoKufiArabic-Bold.ttf']), own / 'new')
        (own / 'new').replace(own / 'own.ttf')
        return 'own.ttf'

    def mistake(self):
        path = self.layouts / 'daily.yaml'
        self.broken = (path, read(path))
        self.save(path, read(path).replace('bleed:', 'bleeed:'))
        return path.name

    def edit(self):
        if self.broken:
            path, text = self.broken
            self.broken = None
            self.save(path, text)
            return f'{path.name} mended'
        way = self.lot.choices([self.word, self.mark, self.paragraph, self.headline, self.look, self.come_or_go, self.picture,
                                self.font, self.mistake], [6, 3, 3, 2, 8, 2, 1, 1, 1])[0]
        return f'{way.__name__} {way()}'


class Fresh(Served):
    """Another server of the same publication, started now."""

    def __init__(self, program, of):
        self.folder = of.folder
        self.start(program, 'serve', SERVED, subprocess.DEVNULL)


def shown(s):
    """All that a browser can have: messages, and when there is no error pages and facts."""
    listener = s.listen()
    state = listener.until(1)
    listener.close()
    pages = [] if errors(state) else [(s.get(f'page/{i + 1}')[2], s.get(f'facts/{i + 1}')[2]) for i in range(len(state['pages']))]
    return state['messages'], [p[1:3] for p in state['pages']] if pages else [], pages


def difference(old, new):
    for what, a, b in zip(('messages', 'sizes'), old, new):
        if a != b:
            return f'{what}: {a} {b}'
    for i, (a, b) in enumerate(zip(old[2], new[2])):
        for what, x, y in zip(('page', 'facts'), a, b):
            for p, q in zip(x.splitlines(), y.splitlines()):
                if p != q:
                    return f'{what} {i + 1}:\n{p[:300]}\n{q[:300]}'
    return 'their number'


def main(program, edits, seed):
    t = Tap()
    s = Served(program, *SERVED,
               prepare=lambda folder: (folder / 'layouts/mine.yaml').write_text(MINE, encoding='utf-8'))
    editor = Editor(s.folder, seed)
    try:
        shown(s)
        pages = 0
        for i in range(edits):
            editor.before = {}
            done = [editor.edit() for _ in range(1 + (editor.lot.random() < 0.2))]
            fresh = Fresh(program, s)
            want = shown(fresh)
            fresh.stop()
            pages += len(want[2])
            # The first server may still be at it; what stays another is wrong.
            end = time.time() + PATIENCE
            while (got := shown(s)) != want and time.time() < end:
                time.sleep(0.1)
            t.ok(got == want, f'{", ".join(done)}: {len(want[2])} pages', got != want and difference(got, want))
            if not want[2] and not editor.broken:
                editor.undo()
        t.ok(pages > 3 * edits, f'{pages} pages compared')
    finally:
        s.end()
    t.finish()


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 40,
         int(sys.argv[3]) if len(sys.argv) > 3 else 1)
