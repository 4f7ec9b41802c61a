#!/usr/bin/env python3
"""
What a printer would check of finished issues, of every layout with every sample, from `dump --stage pages` and
`--stage marks`: columns end level within a line, or it is said that they do not; pages are full; the body on its grid; no line of a
paragraph alone at either end of a column; no type on other type, on a picture or on a rule; the elements in the order
of the stories.

    makeup.py NASHRA [--table]      --table: the figures of each, and nothing else
"""
import concurrent.futures
import pathlib
import re
import statistics
import sys

from tap import ROOT, Tap, run

LAYOUTS = ['daily', 'digest', 'tabloid', 'booklet', 'gazette', 'bilingual', 'bilingual-ltr', 'release', 'letter']
POINT, NEAR = 1024, 51                    # 0.05 pt
TEXT_STYLES = ('body', 'entry', 'quote', 'lead')
ARTIFACT = 1
LEVEL = 1.13                              # lines; an eighth of one is not seen
# What cannot be cut leaves more between the ends, in lines at most.  Where these get better, the numbers go down.
WORST = {
    # Paragraphs of five and six lines, which part nowhere else and cannot well run a line more or less.
    ('release', 'gazette'): 2.1,
    # 3 lines, and 5 that two heads hold together, at the foot of a page that is full: the issue has a page less by it.
    ('daily', 'gazette'): 2.1,
    # 10 lines in three columns, 4 2 4.
    ('tabloid', 'statement'): 2.1,
}
# Rows of white at the foot of a page that goes on elsewhere, at most, under the lowest of the issue's pages.
WHITE = {('daily', 'daily'): 4.1, ('daily', 'weekly'): 1, ('daily', 'gazette'): 0.1,
         ('daily', 'bilingual'): 0.1, ('digest', 'daily'): 1.7,
         ('digest', 'weekly'): 2.1, ('digest', 'bilingual'): 2.4, ('tabloid', 'daily'): 1, ('tabloid', 'weekly'): 0.1,
         ('tabloid', 'bilingual'): 0.1,
         ('gazette', 'daily'): 0.1, ('gazette', 'gazette'): 0.1, ('gazette', 'bilingual'): 1,
         # One of a release, and the next is a head, its section's and a text of three lines.
         ('gazette', 'weekly'): 3.1,
         ('bilingual', 'daily'): 1.1, ('bilingual', 'weekly'): 0.1, ('bilingual-ltr', 'daily'): 1.1,
         ('booklet', 'daily'): 2.5, ('booklet', 'gazette'): 3.4, ('booklet', 'bilingual'): 2,
         # A picture of half a page, of which the text above and below is three lines each.
         ('booklet', 'weekly'): 5.6}
PLACED = re.compile(r'  (line|rule|tint|image) (-?\d+),(-?\d+) (\d+)x(\d+) (?:(furniture)|story (\d+) column (-?\d+))'
                    r'(?: (\S+) (\S+))?')
MARK = re.compile(r'(text|rule|tint|image) tag (\d+) box (-?\d+) (-?\d+) (\d+) (\d+)')
UNEVEN = re.compile(r'page (\d+): columns of this text end ([\d.]+) lines apart')
FEWER = re.compile(r'page (\d+): this text stands in (\d+) of (\d+) columns')


class Layout:
    """The few keys of a layout that the checks need; what it does not say is that of the one it extends."""

    def __init__(self, name):
        text = (ROOT / 'layouts' / f'{name}.yaml').read_text()
        under = re.search(r'^extends: (\S+)\.yaml', text, re.M)
        base = Layout(under[1]) if under else None
        columns = re.search(r'columns: \{count: (\d+)(?:, gap: ([\d.]+)mm)?[^\n]*', text)
        grid = re.search(r'grid: \{step: ([\d.]+)pt', text)
        self.columns = int(columns[1]) if columns else base.columns
        self.balance = 'balance: false' not in columns[0] if columns else base.balance
        self.step = round(float(grid[1]) * POINT) if grid else base.step
        room = re.search(r'^contents: .*room: ([\d.]+)em', text, re.M)
        self.room = float(room[1]) if room else base.room if base else 2.5
        self.facing = 'facing: true' in text or getattr(base, 'facing', False)
        self.zones = [int(n) for n in re.findall(r'- \{columns: (\d+), stories', text)] or getattr(base, 'zones', [])


class Thing:
    def __init__(self, m):
        self.kind, self.x, self.y, self.w, self.h = m[1], *map(int, m.group(2, 3, 4, 5))
        self.furniture = m[6] is not None
        self.story, self.column = (-1, -1) if self.furniture else (int(m[7]), int(m[8]))
        self.style, self.range = m[9], m[10]
        # What tells where a story goes on is of no story, and stands in its column.
        self.jump = self.furniture and self.kind == 'line' and (self.style or '').startswith('jump')

    @property
    def foot(self):
        # Three tenths of a line's leading are under its baseline.
        return self.y + (self.h - self.h * 7 // 10 if self.kind == 'line' else self.h)


def pages_of(dump):
    for block in re.split(r'^page ', dump, flags=re.M)[1:]:
        lines = block.splitlines()
        yield int(lines[0].split()[0]), [Thing(m) for m in map(PLACED.match, lines[1:]) if m]


class Columns:
    """Where the columns of a page are, from what stands in them."""

    def __init__(self, layout, all_pages):
        things = [t for _, p in all_pages for t in p if t.column >= 0 and t.kind == 'line' and t.style in TEXT_STYLES]
        self.w = statistics.mode([t.w for t in things]) if things else 0
        self.layout = layout

    def of_page(self, things):
        """The left edge of each column, first to be read first."""
        full = [t for t in things if t.kind == 'line' and t.column >= 0 and abs(t.w - self.w) < 8]
        known = {t.column: t.x for t in full}
        return known


def physical(t, edges, w):
    """Columns that a thing stands over."""
    return [c for c, x in edges.items() if min(t.x + t.w, x + w) - max(t.x, x) > min(t.w, w) // 2]


def bands(things):
    """Runs of things in columns that are read on from each other; those of a language of the other direction the other way."""
    band, last, way = [], -1, 0
    for t in things:
        if t.furniture:
            continue
        step = t.column - last if t.column >= 0 and band else 0
        if t.column < 0 or step * way < 0:
            if band:
                yield band
            band, way = [], 0
        elif step:
            way = step
        last = t.column
        if t.column >= 0:
            band.append(t)
    if band:
        yield band


def all_edges(layout, columns, things):
    """Edges of every column of a page, those too that nothing stands in."""
    known = columns.of_page(things)
    n = layout.columns
    if len(known) < 2:
        return known
    ks = sorted(known)
    pitch = (known[ks[-1]] - known[ks[0]]) / (ks[-1] - ks[0])
    return {k: round(known[ks[0]] + (k - ks[0]) * pitch) for k in range(n)}


def apart(layout, columns, number, things, fewer):
    """Lines that the columns of each band end apart, with the band's first thing; `fewer`: of a text too short for all."""
    edges = all_edges(layout, columns, things)
    if len(edges) < 2:
        return []
    top = min((t.y - t.h * 7 // 10 if t.kind == 'line' else t.y for t in things if not t.furniture), default=0)
    foot, out = {c: top for c in edges}, []
    tints = [t for t in things if t.furniture and t.kind == 'tint' and t.h > 4 * POINT]
    zones, at = [], 0
    for n in (layout.zones if number == 1 and layout.zones else [layout.columns]):
        zones.append(list(range(at, at + n)))
        at += n
    # What stands at an entry's end has the entry's measure, drawn from elsewhere.
    seen = [t for t in things if not t.furniture and t.style != 'contents-folio']
    runs = list(bands(seen))
    i = 0
    for band in runs:
        # What spans and stands before it.
        while i < len(seen) and seen[i] is not band[0]:
            for c in physical(seen[i], edges, columns.w):
                foot[c] = max(foot[c], seen[i].foot)
            i += 1
        i += len(band)
        for t in band:
            t_foot = max([t.foot] + [b.y + b.h for b in tints if b.x <= t.x and b.x + b.w >= t.x + t.w
                                     and b.y <= t.y <= b.y + b.h and b.w < columns.w + 2 * POINT])
            for c in physical(t, edges, columns.w):
                foot[c] = max(foot[c], t_foot)
        low = max(t.foot for t in band)
        zone = next(z for z in zones if band[0].column in z)
        for t in (t for t in things if t.jump and band[0].y - 2 * layout.step < t.y < low + layout.step):
            for c in set(physical(t, edges, columns.w)) & set(zone):
                foot[c] = max(foot[c], t.foot)
        # A band of one column is a box or a figure.
        wide = max(t.w for t in band)
        if len(zone) > 1 and wide < columns.w * 1.5:
            used = 1 + max(t.column for t in band) - zone[0]
            ends = [foot[c] for c in (zone[:used] if (used, len(zone)) in fewer else zone)]
            out.append(((max(ends) - min(ends)) / layout.step, band[0]))
    return out


def off_grid(layout, columns, things):
    """Lines of text, cells of tables and notes left out, that stand on no row of most others."""
    notes = [i for i, t in enumerate(things) if t.range == 'marker' and t.style == 'body']
    things = things[:notes[0]] if notes else things
    rests = [(t.y % layout.step, t) for t in things if t.kind == 'line' and t.column >= 0 and t.h == layout.step
             and t.style in TEXT_STYLES and abs(t.w - columns.w) < 8]
    if not rests:
        return []
    row = statistics.mode([r for r, _ in rests])
    return [t for r, t in rests if NEAR < (r - row) % layout.step < layout.step - NEAR]


def lonely(pages):
    """Lines of a paragraph that stand alone at a column's top or foot."""
    out = []
    for number, things in pages:
        lines = [t for t in things if t.kind == 'line' and t.column >= 0 and not t.furniture and t.range != 'marker']
        for i, t in enumerate(lines):
            starts = t.style in TEXT_STYLES and t.range.startswith('0-')
            after = lines[i + 1] if i + 1 < len(lines) else None
            before = lines[i - 1] if i else None
            goes_on = after and after.style == t.style and not after.range.startswith('0-')
            if starts and goes_on and after.column != t.column:
                out.append((number, 'orphan', t.range))
            if (t.style in TEXT_STYLES and not starts and not goes_on and before and before.column != t.column
                    and before.style == t.style and before.range.endswith('-' + t.range.split('-')[0])):
                out.append((number, 'widow', t.range))
    return out


def sheets(dump):
    for block in re.split(r'^sheet ', dump, flags=re.M)[1:]:
        yield [(m[1], int(m[2]), int(m[3]), int(m[4]), int(m[3]) + int(m[5]), int(m[4]) + int(m[6]))
               for m in map(MARK.match, block.splitlines()) if m]


def note_tags(dump):
    """Notes and what is in them: they stand at a column's foot, and are read where they are referred to."""
    notes = set()
    for m in re.finditer(r'^tag (\d+) (\S+) in (-?\d+)', dump, re.M):
        if m[2] == 'note' or int(m[3]) in notes:
            notes.add(int(m[1]))
    return notes


def ragged_quotes(dump):
    """Quotations whose lines, the speaker's too, do not all begin at one edge."""
    tags = re.findall(r'^tag (\d+) (\S+) in (-?\d+)', dump, re.M)
    quotes = {t for t, kind, _ in tags if kind == 'quote'}
    within = {t: parent for t, _, parent in tags if parent in quotes}
    lines = {}
    for number, sheet in enumerate(re.split(r'^sheet ', dump, flags=re.M)[1:]):
        for m in re.finditer(r'^text tag (\d+) box (-?\d+) (-?\d+) (\d+) (\d+) \S+ \S+ \d+ (rtl|ltr)', sheet, re.M):
            if m[1] in within:
                feet, foot = lines.setdefault((within[m[1]], number), {}), int(m[3]) + int(m[5])
                # Smaller type is not on its line's foot.
                line = feet.setdefault(next((f for f in feet if abs(f - foot) < 4 * POINT), foot), [])
                line.append((int(m[2]), int(m[2]) + int(m[4]), m[6] == 'rtl'))
    out = []
    for quote, feet in lines.items():
        rtl = feet[min(feet)][0][2]
        edges = [max(b for _, b, _ in f) if rtl else min(a for a, _, _ in f) for f in feet.values()]
        # Parted, it goes on in another column.
        out += [quote] if any(NEAR * 2 < abs(e - edges[0]) < 20 * POINT for e in edges) else []
    return out


def without_room(dump, room):
    """Entries of the contents that leave no room for their page, `room` ems."""
    out = []
    for galley in re.split(r'^galley ', dump, flags=re.M):
        m = re.match(r'contents-entry measure (\d+) size (\d+)', galley)
        if m:
            most = int(m[1]) - room * int(m[2])
            out += [said for width, said in re.findall(r'^line \S+ offset -?\d+ width (\d+) .*?(\|.*\|)$', galley, re.M) if int(width) > most + NEAR]
    return out


def overlap(a, b, by):
    return a[2] + by < b[4] and b[2] + by < a[4] and a[3] + by < b[5] and b[3] + by < a[5]


def collisions(marks):
    """Texts on other texts, on pictures and on rules, by more than a point."""
    texts = [m for m in marks if m[0] == 'text']
    out = []
    for i, a in enumerate(texts):
        out += [(a, b) for b in texts[i + 1:] if overlap(a, b, POINT)]
    pictures = [m for m in marks if m[0] == 'image']
    for i, a in enumerate(pictures):
        out += [(a, b) for b in texts + pictures[i + 1:] if b[1] != ARTIFACT and overlap(a, b, POINT)]
    for a in (m for m in marks if m[0] == 'rule'):
        # The middle of a rule within the letters.
        x, y = (a[2] + a[4]) // 2, (a[3] + a[5]) // 2
        thin = ('rule', a[1], a[2] if a[4] - a[2] > a[5] - a[3] else x - POINT, a[3] if a[5] - a[3] > a[4] - a[2] else y - POINT,
                a[4] if a[4] - a[2] > a[5] - a[3] else x + POINT, a[5] if a[5] - a[3] > a[4] - a[2] else y + POINT)
        out += [(a, b) for b in texts if overlap(thin, b, POINT + POINT // 2)]
    return out


def pairs(stories, pages):
    """What is wrong with stories that face each other: not level where they begin, or not each in its own half."""
    begins, xs, wrong = {}, {}, []
    for number, things in pages:
        for t in things:
            if not t.furniture and t.kind in ('line', 'image'):
                begins.setdefault(t.story, (number, t.y))
                xs.setdefault(t.story, set()).add(t.x)
    for b, line in enumerate(stories):
        if 'facing, at' in line:
            if begins[b - 1] != begins[b]:
                wrong.append((b, begins[b - 1], begins[b]))
            if not (max(xs[b]) < min(xs[b - 1]) or max(xs[b - 1]) < min(xs[b])):
                wrong.append((b, 'in the other half'))
    return wrong


class Figures:
    def __init__(self, program, layout, inputs):
        l = Layout(layout)
        self.status, out, self.err = run(program, 'dump', '-v', '--stage', 'pages', *inputs, '-l', layout)
        self.pages = list(pages_of(out))
        told = sorted((int(p), float(n)) for p, n in UNEVEN.findall(self.err))
        fewer = [(int(p), (int(k), int(n))) for p, k, n in FEWER.findall(self.err)]
        feet = [max([t.foot for t in things if not t.furniture or (t.kind == 'tint' and t.h > 4 * POINT)], default=0)
                for _, things in self.pages]
        # A cover and blanks have no foot; the last page ends where it ends.
        typed = [foot for foot, (_, things) in zip(feet, self.pages) if any(not t.furniture for t in things)]
        self.white = [round((max(typed) - foot) / l.step, 1) for foot in typed[:-1]]
        columns = Columns(l, self.pages)
        self.apart, self.untold = [], []
        # Of two stories that face each other, the shorter leaves its column white.
        stories = l.facing and re.findall(r'^story .*', run(program, 'dump', '--stage', 'story', *inputs, '-l', layout)[1], re.M)
        faces = stories and any('facing, at' in s for s in stories)
        self.pairs = pairs(stories, self.pages) if faces else None
        for number, things in self.pages:
            if l.balance and not faces:
                self.apart += [(number, round(n, 1), t) for n, t in apart(l, columns, number, things, [f for p, f in fewer if p == number])]
        self.worst = max([n for _, n, _ in self.apart], default=0)
        self.uneven = [(p, n) for p, n, _ in self.apart if n > LEVEL]
        self.untold = [(p, n) for p, n in self.uneven if not any(p == q and abs(n - m) < 1.7 for q, m in told)]
        self.off = [(p, t.range) for p, things in self.pages for t in off_grid(l, columns, things)]
        self.lonely = lonely(self.pages)
        _, out, _ = run(program, 'dump', '--stage', 'marks', *inputs, '-l', layout)
        marks = list(sheets(out))
        self.hits = [c for s in marks for c in collisions(s)]
        self.ragged = ragged_quotes(out)
        notes = note_tags(out)
        tags = [[m[1] for m in s if m[0] == 'text' and m[1] != ARTIFACT and m[1] not in notes] for s in marks]
        # Stories that face each other go on side by side, each from page to page.
        runs = tags if faces else [sum(tags, [])]
        # Stories that jump are read on where they go on.
        self.back = [] if l.zones else [(a, b) for run in runs for a, b in zip(run, run[1:]) if b < a]


def inputs():
    for issue in sorted((ROOT / 'samples').glob('*/issue.yaml')):
        yield issue.parent.name, [issue]
    for item in sorted((ROOT / 'samples').glob('*.md')):
        yield item.stem, [item]


def test_contents(t, program):
    for issue in sorted((ROOT / 'samples').glob('*/issue.yaml')):
        for layout in ('daily', 'digest', 'tabloid', 'booklet', 'gazette', 'volume'):
            out = without_room(run(program, 'dump', '--stage', 'lines', issue, '-l', layout)[1], Layout(layout).room)
            t.ok(not out, f'{issue.parent.name} as {layout}: entries of the contents leave room for their page', str(out))


def main(program, table):
    t = Tap()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        all_of_them = [(name, layout, pool.submit(Figures, program, layout, files))
                       for name, files in inputs() for layout in LAYOUTS]
        for name, layout, figures in all_of_them:
            f = figures.result()
            if table:
                print(f'{layout:14} {name:20} {len(f.pages):2} pages, worst {f.worst:4}, uneven {f.uneven}, '
                      f'untold {len(f.untold)}, lonely {len(f.lonely)}, off {len(f.off)}, hits {len(f.hits)}, '
                      f'back {len(f.back)}, white {f.white}')
                continue
            what = f'{name} as {layout}'
            t.ok(f.status == 0 and f.pages, f'{what}: made up', f.err)
            uneven = [u for u in f.uneven if u[1] > WORST.get((layout, name), LEVEL)]
            t.ok(not uneven, f'{what}: columns end level', str(uneven))
            t.ok(not f.untold, f'{what}: where they do not, it is said', str(f.untold))
            if (layout, name) in WHITE:
                t.ok(max(f.white) <= WHITE[layout, name], f'{what}: pages are full', str(f.white))
            t.ok(not f.lonely, f'{what}: no line of a paragraph alone', str(f.lonely))
            t.ok(not f.off, f'{what}: the body on the grid', str(f.off))
            t.ok(not f.hits, f'{what}: nothing on other type', str(f.hits[:5]))
            t.ok(not f.ragged, f'{what}: quotations begin at one edge, speaker and all', str(f.ragged))
            if f.pairs is not None:
                t.ok(not f.pairs, f'{what}: pairs level, each in its half', str(f.pairs))
            t.ok(not f.back, f'{what}: elements in the order of reading', str(f.back[:5]))
    if not table:
        test_contents(t, program)
        t.finish()


main(pathlib.Path(sys.argv[1]).resolve(), '--table' in sys.argv)
