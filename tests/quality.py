#!/usr/bin/env python3
"""
Even colour: the real release justified in every text face, at 82 and 170 mm, judged by `nashra dump --stage lines`.

No line over 1.5 or under 0.75 of the natural space; spaces that deviate little from a mean of 1.05 to 1.20; few
kashidas, none in last lines, after the article, in neighbouring words or under one of the line above, but in an
emergency.  Figures are printed for each; those asked for are in typography.md 1 and 2.
"""
import pathlib
import re
import statistics
import sys
import tempfile

from tap import ROOT, Tap, run

SEED = ROOT.parent / 'shared/seed/release.md'
SIZE = 11 * 1024
# Deviation of the space in em, and kashidas a line, at most.
FACES = {'Amiri': (0.030, 1.0), 'Noto Naskh Arabic': (0.030, 3.0), 'Noto Kufi Arabic': (0.045, 3.0),
         'IBM Plex Sans Arabic': (0.030, 3.0)}
MEAN = (1.05, 1.20)
# Where no kashida may be: what stands before the join in its word, and behind it.
BANNED = (('after the article', re.compile('^[«(]*([وف]?[بكل]?ال|[وف]?لل)$'), re.compile('')),
          ('in lam-alef', re.compile('ل[\u064b-\u0652]*$'), re.compile('^[اأإآٱ]')),
          ('in the name of God', re.compile('^[«(]*[وفبكت]*ا?ل[\u064b-\u0652]*ل?[\u064b-\u0670]*$'), re.compile('^(ل[\u064b-\u0670]*)?ه[^\\w]*$')),
          ('beside a joiner', re.compile('[\u200c\u200d]$'), re.compile('')),
          ('before a joiner', re.compile(''), re.compile('^[\u200c\u200d]')))
LAYOUT = '''nashra-layout: 1
page: {{size: [{width}mm, 297mm], margins: {{inner: 20mm, outer: 20mm}}, columns: {{count: 1}}}}
fonts: {{text: {{family: {face}}}}}
styles: {{base: {{font: text, size: 11pt, leading: 17pt}}, body: {{align: justify}}}}
'''


class Kashida:
    """A word drawn out: its number in the line, its letters on either side of the join, where it stands, its length."""

    def __init__(self, line, start, text):
        at, rest = text.split(':')
        self.length, self.x = map(int, re.search(r'\+(\d+)@(-?\d+)', rest).groups())
        before, behind = line[:int(at) - start].decode(), line[int(at) - start:].decode()
        blank = '[ \u00a0]'
        self.word = len(re.findall(blank, before))
        self.before, self.behind = re.split(blank, before)[-1], re.split(blank, behind)[0]

    def ban(self):
        for name, before, behind in BANNED:
            if before.search(self.before) and behind.search(self.behind):
                return f'{name}: {self.before}|{self.behind}'


class Line:
    def __init__(self, text):
        self.start = int(re.match(r'line (\d+)', text)[1])
        self.space = int(re.search(r' space (\d+)', text)[1])
        self.width = int(re.search(r' width (\d+)', text)[1])
        self.offset = int(re.search(r' offset (-?\d+)', text)[1])
        self.text = re.search(r'\|(.*)\|$', text)[1]
        kashidas = re.search(r' kashidas \d+((?: \d+:\d+x\d+\+\d+@-?\d+)+)', text)
        plain = re.sub('<([0-9A-F]{4})>', lambda m: chr(int(m[1], 16)), self.text).encode()
        self.kashidas = [Kashida(plain, self.start, k) for k in kashidas[1].split()] if kashidas else []
        head = text.split('|')[0].split()
        self.last, self.emergency = 'last' in head, 'emergency' in head


def neighbours(line):
    words = [k.word for k in line.kashidas]
    return any(b - a < 2 for a, b in zip(words, words[1:]))


def stacked(above, line):
    return any(abs(a.x - b.x) < SIZE for a in above.kashidas for b in line.kashidas)


def lines_of(dump):
    """Lines of the body, and the measure."""
    style, measure = None, 0
    for text in dump.splitlines():
        head = re.match(r'galley (\S+) measure (\d+)', text)
        if head:
            style, measure = head[1], int(head[2])
        elif style == 'body' and text.startswith('line '):
            yield Line(text), measure


def judge(t, face, mm, dump):
    deviation, per_line = FACES[face]
    every = list(lines_of(dump))
    full = [x for x, _ in every if not x.last]
    natural = statistics.mode(x.space for x, _ in every if x.last and x.space)
    sd = statistics.pstdev(x.space for x in full) / SIZE
    mean = statistics.mean(x.space for x in full) / natural
    kashidas = sum(len(x.kashidas) for x in full) / len(full)
    emergencies = [x for x in full if x.emergency]
    calm = [x for x in full if not x.emergency]
    pairs = [(a, b) for (a, _), (b, _) in zip(every, every[1:]) if b.start > 0 and not b.emergency]
    name = f'{face} at {mm} mm'
    print(f'# {name}: {len(full)} lines, sd {sd:.4f} em, mean {mean:.3f} w, {kashidas:.2f} kashidas a line, '
          f'{len(emergencies)} emergencies')
    t.ok(all(x.space <= 1.5 * natural for x in full), f'{name}: no line over 1.5 w')
    t.ok(all(x.space >= 0.75 * natural for x in full), f'{name}: no line under 0.75 w')
    t.ok(sd <= deviation, f'{name}: spaces are even', f'{sd:.4f} em, at most {deviation}')
    t.ok(MEAN[0] <= mean <= MEAN[1], f'{name}: spaces are near the natural ones', f'{mean:.3f} w')
    t.ok(kashidas <= per_line, f'{name}: few kashidas', f'{kashidas:.2f} a line')
    t.ok(not any(x.kashidas for x, _ in every if x.last), f'{name}: no kashida in last lines')
    banned = [k.ban() for x in full for k in x.kashidas if k.ban()]
    t.ok(not banned, f'{name}: none where none may be', '\n'.join(banned))
    t.ok(not any(map(neighbours, calm)), f'{name}: none in neighbouring words',
         '\n'.join(x.text for x in calm if neighbours(x)))
    t.ok(not any(stacked(a, b) for a, b in pairs), f'{name}: none under one of the line above',
         '\n'.join(b.text for a, b in pairs if stacked(a, b)))
    t.ok(all(k.length <= 0.9 * SIZE if x.emergency else 0.17 * SIZE <= k.length <= 0.61 * SIZE
             for x in full for k in x.kashidas), f'{name}: none too short or too long')
    t.ok(all(len(x.kashidas) <= (6 if x.emergency else 3) for x in full), f'{name}: not too many in one line')
    t.ok(all(x.offset + x.width == m for x, m in every if not x.last), f'{name}: lines fill the measure exactly')


def leadings(program, sample, layout):
    """The leading of each body paragraph, in points, and how often lines touch."""
    _, out, _ = run(program, 'dump', '--stage', 'lines', sample, '-l', layout)
    _, _, err = run(program, 'check', sample, '-l', layout)
    return [int(x) / 1024 for x in re.findall(r'^galley body .* leading (\d+)', out, re.M)], err.count('[line.touching]')


def test_ink(t, program):
    """Vocalised text opens up by quarters of a row until no ink meets that of the line above; other text keeps its rows."""
    for name, row in (('release', 17), ('letter', 19)):
        layout = ROOT / f'layouts/{name}.yaml'
        for sample in sorted((ROOT / 'samples').glob('*.md')):
            body, touching = leadings(program, sample, layout)
            grown = [x for x in body if x != row]
            if sample.stem == 'vocalised':
                t.ok(touching == 0 and grown and all(x * 4 % row == 0 and row < x < 2 * row for x in grown),
                     f'{sample.name} in {name}: no ink on ink', f'{touching} lines touch, {body}')
            else:
                t.ok(body and not grown, f'{sample.name} in {name}: on its rows', body)


def main(program):
    t = Tap()
    test_ink(t, program)
    t.ok(SEED.exists(), 'the real release is there')
    with tempfile.TemporaryDirectory() as folder:
        for face in FACES:
            for mm in (82, 170):
                layout = pathlib.Path(folder) / 'l.yaml'
                layout.write_text(LAYOUT.format(width=mm + 40, face=face), encoding='utf-8')
                status, out, err = run(program, 'dump', '--stage', 'lines', SEED, '-l', layout)
                t.ok(status == 0, f'{face} at {mm} mm is set', err)
                if status == 0:
                    judge(t, face, mm, out)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
