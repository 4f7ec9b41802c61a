#!/usr/bin/env python3
"""
What a printer would check of finished issues, from `dump --stage marks`: the body on its grid, no type on other
type, the order of elements that of the stories.

    makeup.py NASHRA
"""
import pathlib
import re
import statistics
import sys

from tap import ROOT, Tap, run

TEXT = re.compile(r'text tag (\d+) box (-?\d+) (-?\d+) (\d+) (\d+) \S+ (\S+) (\d+) ')
GLYPH = re.compile(r'\d+@-?\d+,(-?\d+)')
BODY = ('Amiri-Regular', 12288)
START, STEP, NEAR = 66754, 17408, 51      # layouts/release.yaml; 0.05 pt
ARTIFACT = 1


def sheets(dump):
    """Each sheet as a list of (tag, left, top, right, foot, face, baseline)."""
    for block in re.split(r'^sheet ', dump, flags=re.M)[1:]:
        marks = []
        for part in re.split(r'^(?=text |rule |tint |image )', block, flags=re.M)[1:]:
            m, glyph = TEXT.match(part), GLYPH.findall(part)
            if m and glyph:
                tag, x, y, w, h = map(int, m.groups()[:5])
                marks.append((tag, x, y, x + w, y + h, (m[6], int(m[7])), int(statistics.mode(glyph))))
        yield marks


def off_grid(marks):
    """Paragraphs with a line whose baseline, where most of its glyphs stand, is no row."""
    lines = {}
    for tag, *_, face, y in marks:
        if face == BODY and tag != ARTIFACT:
            lines.setdefault(tag, []).append((y - START) % STEP)
    return [t for t, rests in lines.items() if any(NEAR < r < STEP - NEAR for r in rests)]


def collisions(marks):
    """Pairs of texts that stand on each other by more than a point."""
    point, out = 1024, []
    for i, a in enumerate(marks):
        for b in marks[i + 1:]:
            if (a[1] + point < b[3] and b[1] + point < a[3] and a[2] + point < b[4] and b[2] + point < a[4]):
                out.append((a, b))
    return out


def main(program):
    t = Tap()
    for issue in sorted((ROOT / 'samples').glob('*/issue.yaml')):
        status, out, err = run(program, 'dump', '--stage', 'marks', str(issue), '-l', 'release')
        name = issue.parent.name
        t.ok(status == 0, f'{name}: made up', err)
        pages = list(sheets(out))
        t.ok(sum(map(len, pages)) > 100, f'{name}: {len(pages)} pages')
        t.ok(not any(off_grid(p) for p in pages), f'{name}: the body on the grid',
             str([off_grid(p) for p in pages]))
        bad = [c for p in pages for c in collisions(p)]
        t.ok(not bad, f'{name}: no type on other type', str(bad[:5]))
        tags = [m[0] for p in pages for m in p if m[0] != ARTIFACT]
        back = [(a, b) for a, b in zip(tags, tags[1:]) if b < a]
        t.ok(not back, f'{name}: elements in the order of reading', str(back[:5]))
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
