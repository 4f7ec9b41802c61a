#!/usr/bin/env python3
"""
Even colour: the real release justified in every text face, at 82 and 170 mm, judged by `nashra dump --stage lines`.

No line over 1.5 or under 0.75 of the natural space, a small deviation of the spaces, few kashidas, none in last lines.
Figures are printed for each; those asked for are in typography.md 1 and 2.
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
FACES = {'Amiri': (0.030, 1.0), 'Noto Naskh Arabic': (0.0305, 2.6), 'Noto Kufi Arabic': (0.048, 2.0),
         'IBM Plex Sans Arabic': (0.030, 2.0)}
LAYOUT = '''nashra-layout: 1
page: {{size: [{width}mm, 297mm], margins: {{inner: 20mm, outer: 20mm}}, columns: {{count: 1}}}}
fonts: {{text: {{family: {face}}}}}
styles: {{base: {{font: text, size: 11pt, leading: 17pt}}, body: {{align: justify}}}}
'''


class Line:
    def __init__(self, text):
        self.space = int(re.search(r' space (\d+)', text)[1])
        self.width = int(re.search(r' width (\d+)', text)[1])
        self.offset = int(re.search(r' offset (-?\d+)', text)[1])
        kashidas = re.search(r' kashidas (\d+)((?: \d+:\d+x\d+)+)', text)
        self.kashidas = int(kashidas[1]) if kashidas else 0
        self.words = [int(k.split(':')[0]) for k in kashidas[2].split()] if kashidas else []
        self.last, self.emergency = ' last' in text, ' emergency' in text


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
    kashidas = sum(x.kashidas for x in full) / len(full)
    name = f'{face} at {mm} mm'
    print(f'# {name}: {len(full)} lines, sd {sd:.3f} em, mean {mean:.2f} w, {kashidas:.2f} kashidas a line, '
          f'{sum(x.emergency for x in full)} emergencies')
    t.ok(all(x.space <= 1.5 * natural for x in full), f'{name}: no line over 1.5 w')
    t.ok(all(x.space >= 0.75 * natural for x in full), f'{name}: no line under 0.75 w')
    t.ok(sd <= deviation, f'{name}: spaces are even', f'{sd:.4f} em, at most {deviation}')
    t.ok(1.03 <= mean <= 1.22, f'{name}: spaces are near the natural ones', f'{mean:.3f} w')
    t.ok(kashidas <= per_line, f'{name}: few kashidas', f'{kashidas:.2f} a line')
    t.ok(not any(x.kashidas for x, _ in every if x.last), f'{name}: no kashida in last lines')
    t.ok(all(x.offset + x.width == m for x, m in every if not x.last), f'{name}: lines fill the measure exactly')


def main(program):
    t = Tap()
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
