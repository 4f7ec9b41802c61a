#!/usr/bin/env python3
"""
One page, three painters: the PDF in the eyes of Poppler and MuPDF, our PNG, our SVG in the eyes of librsvg.

    painters.py NASHRA PIXELS

They differ in no pixel by more than anti-aliasing (tests/pixels/pixels.c says what that is).  That the measure would see a
glyph that is a pixel off, or not there, is tried on every run.
"""
import collections
import concurrent.futures
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

from tap import ROOT, Tap, run

SAMPLES = sorted((ROOT / 'samples').glob('*.md'))
DAILY = ROOT / 'samples/daily/issue.yaml'  # page 1 has tints of pale inks, 2 a table, 3 a picture that is cropped, and dotted rules
MIXED = ROOT / 'samples/mixed-text.md'
FACES = ('Noto Naskh Arabic', 'Noto Kufi Arabic', 'IBM Plex Sans Arabic')
DPI = 110
# How many times as fine a reader paints; and the most it may differ by, in the measure of pixels.c.  Readers of the PDF paint
# glyph by glyph where we fill a line at once, so edges of letters that join are laid over each other: up to 82 was seen.
# MuPDF puts glyphs of 48 pixels and more on whole pixels: those have to be so fine that upright strokes are as black as ours.
# Poppler makes a rule whole pixels of its own thick, and a hairline of 1.8 thin: 239.  A letter that is a pixel off differs in
# MuPDF's eyes by 165 or more, in Poppler's by 504 or more.  No corners of the drawings cross other edges: there readers differ by 147.
READERS = {'pdftoppm': (4, 260), 'mutool': (6, 110), 'rsvg-convert': (3, 50)}
SVG = '{http://www.w3.org/2000/svg}'


GRADIENTS = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">
<linearGradient id="a"><stop stop-color="#c00"/><stop offset="50%" stop-color="gold"/><stop offset="1" stop-color="#006"/></linearGradient>
<radialGradient id="b" href="#a" cx="60%" cy="40%" r="55%"/>
<linearGradient id="c" href="#a" gradientUnits="userSpaceOnUse" x1="5" y1="75" x2="90" y2="95" gradientTransform="skewX(9)"/>
<rect x="5" y="5" width="90" height="60" fill="url(#a)"/>
<circle cx="150" cy="50" r="45" fill="url(#b)" stroke="url(#a)" stroke-width="4"/>
<g transform="rotate(-6 50 80)"><path d="M5 75H90V92H5z" fill="url(#c)"/></g></svg>
"""
# A page of PDF: an area of inks, a ring cut out of one of light, a stroke with dashes, a curve in a space that is turned.
PAGE = """.9 .3 0 .1 k 10 10 80 80 re f .8 0 .2 rg 110 10 80 80 re 130 30 40 40 re f*
q 0 0 0 RG 3 w 1 J [6 5] 0 d 10 5 m 190 5 l S Q q .9 .4 -.4 .9 66 0 cm 0 .5 .3 rg 40 20 m 90 90 90 0 60 20 c f Q
"""
DRAWINGS = ('drawing.svg', 'drawing.pdf')


def drawn_pdf(content):
    """A PDF of one page, 200 by 100 pt."""
    objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>',
               '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<<>>>>',
               f'<</Length {len(content)}>>stream\n{content}\nendstream']
    text, at = '%PDF-1.4\n', []
    for n, value in enumerate(objects, 1):
        at.append(len(text))
        text += f'{n} 0 obj {value} endobj\n'
    rows = ''.join(f'{x:010} 00000 n \n' for x in at)
    return f'{text}xref\n0 5\n0000000000 65535 f \n{rows}trailer <</Size 5/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n'


def write_drawings(folder):
    """An item for each, of which it is the picture."""
    (folder / 'drawing.svg').write_text(GRADIENTS, encoding='utf-8')
    (folder / 'drawing.pdf').write_text(drawn_pdf(PAGE), encoding='utf-8')
    for name in DRAWINGS:
        front = f'nashra-item: 1\nheadline: شعار\nlanguage: ar\nmedia:\n  - {{file: {name}, alt: شعار}}\n'
        (folder / f'{name}.md').write_text(f'---\n{front}---\nنص.\n', encoding='utf-8')
    return {name: folder / f'{name}.md' for name in DRAWINGS}


# ---- painting --------------------------------------------------------------

def paint(reader, folder, page):
    """Page `page` of the bulletin in `folder` as `reader` sees it, finer than our PNG."""
    dpi = DPI * READERS[reader][0]
    fine = f'{folder}/{reader}-{page}'
    words = {'pdftoppm': ['pdftoppm', '-r', dpi, '-f', page, '-singlefile', f'{folder}/out.pdf', fine],
             'mutool': ['mutool', 'draw', '-q', '-r', dpi, '-F', 'ppm', '-o', f'{fine}.ppm', f'{folder}/out.pdf', page],
             'rsvg-convert': ['rsvg-convert', '-d', dpi, '-p', dpi, '-o', f'{fine}.png',
                              f'{folder}/page-{page}.svg']}[reader]
    subprocess.run(list(map(str, words)), capture_output=True, check=True)
    return pathlib.Path(f'{fine}.png' if reader == 'rsvg-convert' else f'{fine}.ppm')


def compare(pixels, folder, page, reader):
    """How far a reader's page is from our PNG; None when they cannot be compared."""
    fine = paint(reader, folder, page)
    done = subprocess.run([pixels, f'{folder}/page-{page}.png', str(READERS[reader][0]), fine], capture_output=True, text=True)
    fine.unlink()
    return page, reader, int(done.stdout.split()[0]) if done.returncode == 0 else None, done.stdout + done.stderr


def render_all(program, items, layout, folder):
    """The bulletin in all three forms; the number of its pages, or what went wrong."""
    for out in ('out.pdf', 'page-{p}.png', 'page-{p}.svg'):
        status, _, err = run(program, 'render', *items, '-l', layout, '-q', '-o', f'{folder}/{out}')
        if status != 0:
            return err
    return len(list(pathlib.Path(folder).glob('page-*.png')))


def test_alike(t, pool, program, pixels, name, items, layout, pages=None):
    with tempfile.TemporaryDirectory() as folder:
        n = render_all(program, items, layout, folder)
        t.ok(isinstance(n, int) and n > 0, f'{name}: is painted in all forms', n)
        if not isinstance(n, int):
            return
        jobs = [pool.submit(compare, pixels, folder, page, reader) for page in pages or range(1, n + 1) for reader in READERS]
        for job in jobs:
            page, reader, worst, said = job.result()
            t.ok(worst is not None and worst <= READERS[reader][1], f'{name}, page {page}: as {reader} paints it, but for {worst}', said)


def face_layout(face, folder):
    """The release layout in another face."""
    text = (ROOT / 'layouts/release.yaml').read_text(encoding='utf-8').replace('family: Amiri', f'family: {face}')
    (folder / 'face.yaml').write_text(text, encoding='utf-8')
    (folder / 'binding-ar.yaml').write_bytes((ROOT / 'layouts/binding-ar.yaml').read_bytes())
    return folder / 'face.yaml'


# ---- the measure itself ----------------------------------------------------

def letters(qdf):
    """Of the characters of the page: the most frequent, most frequent first; the space leads and is left out."""
    counts = collections.Counter(re.findall(rb'<([0-9A-F]{4})>Tj', qdf))
    return [cid for cid, _ in counts.most_common(5)][1:4]


def spoil(qdf, cid, how):
    """The middle one of the page's `cid` moved by a pixel, or away."""
    places = [m for m in re.finditer(rb'<' + cid + rb'>Tj\n', qdf)]
    at = places[len(places) // 2]
    pixel = 72 / DPI
    new = {'gone': b'\n',
           'a pixel to the right': b'\n%.4f 0 Td %s%.4f 0 Td\n' % (pixel, at[0], -pixel),
           'a pixel higher': b'\n0 %.4f Td %s0 %.4f Td\n' % (pixel, at[0], -pixel)}[how]
    return qdf[:at.start()] + new + qdf[at.end():]


def test_measure(t, program, pixels):
    """A page on which one letter is wrong is another page."""
    with tempfile.TemporaryDirectory() as folder:
        render_all(program, [ROOT / 'samples/advisory.md'], 'release', folder)
        pdf = pathlib.Path(folder) / 'out.pdf'
        qdf = subprocess.run(['qpdf', '--qdf', '--object-streams=disable', pdf, '-'], capture_output=True).stdout
        hows = ('gone', 'a pixel to the right', 'a pixel higher')
        for cid, how, reader in zip(letters(qdf), hows, ('pdftoppm', 'mutool', 'pdftoppm')):
            fixed = subprocess.run(['fix-qdf'], input=spoil(qdf, cid, how), capture_output=True).stdout
            pdf.write_bytes(fixed)
            _, _, worst, said = compare(pixels, folder, 1, reader)
            t.ok(worst is not None and worst > READERS[reader][1] * 1.3, f'one letter {how}: {reader} differs by {worst}', said)


# ---- the files -------------------------------------------------------------

def test_png(t, folder):
    png = (folder / 'page-1.png').read_bytes()
    width, height = struct.unpack('>II', png[16:24])
    t.ok((width, height) == (910, 1287), 'A4 at 110 pixels an inch is 910 by 1287', (width, height))
    at = png.index(b'pHYs')
    per_metre = struct.unpack('>IIB', png[at + 4:at + 13])
    t.ok(per_metre == (4331, 4331, 1), 'its resolution is said', per_metre)


def test_svg(t, program, folder, n):
    """Several pages in one document: no id twice, no glyph missing, every mark named."""
    ids, missing, named = collections.Counter(), set(), 0
    for page in range(1, n + 1):
        root = xml.parse(folder / f'page-{page}.svg').getroot()
        mine = [e.get('id') for e in root.iter() if e.get('id')]
        ids.update(mine)
        used = {e.get('{http://www.w3.org/1999/xlink}href')[1:] for e in root.iter(SVG + 'use')}
        missing |= used - set(mine)
        named += len([e for e in root.iter() if e.get('data-tag')])
        t.ok(root.get('id') == f'p{page}' and all(i.startswith(f'p{page}') for i in mine), f'ids of page {page} are its own')
    t.ok(max(ids.values()) == 1, 'no id stands twice', ids.most_common(3))
    t.ok(not missing, 'every glyph that is used is defined', missing)
    marks = run(program, 'dump', '--stage', 'marks', *SAMPLES, '-l', 'release', '-q')[1]
    count = len(re.findall(r'^(?:text|rule|tint|image) ', marks, re.M))
    t.ok(named == count, f'{count} marks, each with its name', named)


def test_same_bytes(t, program, folder, n):
    for end in ('png', 'svg'):
        first = [(folder / f'page-{p}.{end}').read_bytes() for p in range(1, n + 1)]
        status, _, err = run(program, 'render', *SAMPLES, '-l', 'release', '-q', '-o', folder / ('again-{p}.' + end), cwd='/',
                             env={'TZ': 'Asia/Riyadh', 'LC_ALL': 'ar_EG.UTF-8', 'HOME': '/nonexistent'})
        again = [(folder / f'again-{p}.{end}').read_bytes() for p in range(1, n + 1)] if status == 0 else err
        t.ok(first == again, f'{end}: the same bytes twice')


def test_files(t, program):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        n = render_all(program, SAMPLES, 'release', name)
        test_png(t, folder)
        test_svg(t, program, folder, n)
        test_same_bytes(t, program, folder, n)


# ---- asking for them -------------------------------------------------------

def test_refused(t, program):
    """What cannot be done is said, and nothing is touched."""
    cases = [
        ('many pages, one name', ['page.png'], 2, 'press.many-pages'),
        ('a number in the name of a PDF', ['page-{p}.pdf'], 2, 'is the number of a page'),
        ('a resolution for SVG', ['page-{p}.svg', '--dpi', '150'], 2, '--dpi is of PNG only'),
        ('too coarse', ['page-{p}.png', '--dpi', '0'], 2, 'from 20 to 1200'),
        ('too fine', ['page-{p}.png', '--dpi', '1200'], 2, 'paint.too-big'),
        ('no folder', ['none/page-{p}.png'], 4, 'out.open'),
        ('a folder where page 2 would be', ['taken-{p}.svg'], 4, 'out.open'),
    ]
    for name, words, expected, says in cases:
        with tempfile.TemporaryDirectory() as folder:
            old = pathlib.Path(folder) / 'taken-1.svg'
            old.write_text('old')
            (pathlib.Path(folder) / 'taken-2.svg').mkdir()
            before = sorted(p.name for p in pathlib.Path(folder).iterdir())
            status, _, err = run(program, 'render', *SAMPLES, '-l', 'release', '-o', *words, cwd=folder)
            t.ok(status == expected and says in err, f'{name}: refused', f'exit {status}\n{err}')
            left = sorted(p.name for p in pathlib.Path(folder).iterdir())
            t.ok(left == before and old.read_text() == 'old', f'{name}: nothing is touched', left)


def test_older(t, program):
    """A shorter bulletin over a longer one: the rest stays, and is told."""
    with tempfile.TemporaryDirectory() as folder:
        run(program, 'render', *SAMPLES[:2], '-l', 'release', '-q', '-o', 'p{p}.svg', cwd=folder)
        status, _, err = run(program, 'render', SAMPLES[0], '-l', 'release', '-o', 'p{p}.svg', cwd=folder)
        t.ok(status == 0 and 'p2.svg' in err and 'press.older-page' in err, 'pages of a longer bulletin are told', err)
        t.ok((pathlib.Path(folder) / 'p2.svg').exists(), 'and left where they are')


def main(program, pixels):
    t = Tap()
    with concurrent.futures.ThreadPoolExecutor(2) as pool, tempfile.TemporaryDirectory() as folder:
        test_alike(t, pool, program, pixels, 'samples', SAMPLES, 'release')
        test_alike(t, pool, program, pixels, 'daily issue', [DAILY], ROOT / 'layouts/daily.yaml', pages=[1, 2, 3])
        for name, item in write_drawings(pathlib.Path(folder)).items():
            test_alike(t, pool, program, pixels, name, [item], 'release')
        for face in FACES:
            test_alike(t, pool, program, pixels, face, [MIXED], face_layout(face, pathlib.Path(folder)))
    test_measure(t, program, pixels)
    test_files(t, program)
    test_refused(t, program)
    test_older(t, program)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
