#!/usr/bin/env python3
"""
What a bulletin is made for: screen, print, newsprint, proof.

Lines break at the same places in all of them; on a press no operator speaks of RGB and black text is black alone; newsprint
gets no more ink than it bears; the same bytes come out wherever they are made.  Ghostscript draws the plates, qpdf unpacks.
"""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from tap import ROOT, Tap, run

PROFILES = ('screen', 'print', 'newsprint', 'proof')
SAMPLES = sorted((ROOT / 'samples').glob('*.md'))
SEED = ROOT.parent / 'shared/seed/release.md'
BLACK = '''nashra-layout: 1
extends: {release}
colours:
  state: {{cmyk: [0, 0, 0, 100]}}
'''
COLOURS = '''nashra-layout: 1
extends: {release}
colours:
  ink: {{k: 100}}
  grey: {{rgb: "#808080"}}
  pale: {{k: 18}}
  state: {{spot: PANTONE 186 C, cmyk: [0, 100, 75, 4]}}
'''
WET = COLOURS.replace('spot: PANTONE 186 C, cmyk: [0, 100, 75, 4]', 'cmyk: [90, 80, 70, 40]')
ITEM = '''---
nashra-item: 1
id: pictures
date: 2026-11-23
headline: صور بألوان أخرى
media:
{media}---
نص قصير تحت الصور.
'''


def must(done):
    if done.returncode:
        sys.exit(f'{done.args}: {done.stderr.decode(errors="replace")}')
    return done.stdout


def render(program, folder, name, *words, env=None, cwd=None):
    out = pathlib.Path(folder) / f'{name}.pdf'
    status, _, err = run(program, 'render', *words, '-o', out, '--diagnostics', 'short', env=env, cwd=cwd)
    return (out if status == 0 else None), err


def unpacked(pdf):
    return must(subprocess.run(['qpdf', '--qdf', '--object-streams=disable', pdf, '-'], capture_output=True))


# ---- breaks ------------------------------------------------------------------------------------------------------------

MARK = re.compile(r'^text tag (\d+) box (-?\d+) (-?\d+) (\d+) (\d+) .*? says (".*")')
SHEET = re.compile(r'^sheet (\S+) \d+ \d+ trim (\d+) (\d+)')
TAG = re.compile(r'^tag (\d+) (\w+)')


def lines_of(program, items, layout, profile):
    """Where every piece of the stories' text stands, from the trim's corner."""
    status, out, err = run(program, 'dump', '--stage', 'marks', '-p', profile, '-l', layout, *items)
    kinds, lines, page = {}, [], None
    for line in out.splitlines():
        if m := TAG.match(line):
            kinds[m[1]] = m[2]
        elif m := SHEET.match(line):
            page, x, y = m[1], int(m[2]), int(m[3])
        elif (m := MARK.match(line)) and kinds[m[1]] != 'artifact':
            lines.append((page, int(m[2]) - x, int(m[3]) - y, m[4], m[5], m[6]))
    return lines if status == 0 else err


def test_breaks(t, program):
    for layout in ('release', 'letter'):
        first = lines_of(program, SAMPLES, layout, 'screen')
        t.ok(len(first) > 300, f'{layout}: there are lines', first)
        for profile in PROFILES[1:]:
            t.ok(lines_of(program, SAMPLES, layout, profile) == first, f'{layout}: {profile} breaks as screen does')


# ---- inks --------------------------------------------------------------------------------------------------------------

OPERATOR = re.compile(rb'(?:^|\s)(rg|RG)\s')
RGB = re.compile(rb'/(DeviceRGB|CalRGB)\b')


def coverage(pdf):
    """The share of each page that has any cyan, magenta, yellow, black."""
    out = must(subprocess.run(['gs', '-q', '-dSAFER', '-o', '-', '-sDEVICE=inkcov', pdf], capture_output=True))
    return [tuple(map(float, line.split()[:4])) for line in out.decode().splitlines() if 'CMYK' in line]


def most_ink(pdf):
    """Of all pixels of all pages, per cent: plates drawn by Ghostscript, four bytes a pixel."""
    raw = must(subprocess.run(['gs', '-q', '-dSAFER', '-r120', '-o', '-', '-sDEVICE=bitcmyk', '-dGrayValues=256', pdf],
                              capture_output=True))
    planes = [raw[i::4] for i in range(4)]
    return max(map(sum, set(zip(*planes)))) * 100 / 255


def plates(pdf, folder):
    """Names of the plates that Ghostscript makes."""
    out = pathlib.Path(folder) / 'plates'
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    must(subprocess.run(['gs', '-q', '-dSAFER', '-r20', '-o', out / 'p%d.tif', '-sDEVICE=tiffsep', pdf], capture_output=True))
    return {m[1] for p in out.iterdir() if (m := re.search(r'\((.+)\)', p.name))}


def write_layout(folder, name, text):
    """Layouts name what they extend from their own folder."""
    shutil.copytree(ROOT / 'layouts', folder, dirs_exist_ok=True)
    path = pathlib.Path(folder) / f'{name}.yaml'
    path.write_text(text.format(release='release.yaml'), encoding='utf-8')
    return path


def test_black(t, program, folder):
    layout = write_layout(folder, 'black', BLACK)
    for profile in ('print', 'newsprint'):
        pdf, err = render(program, folder, profile, *(s for s in SAMPLES if s.stem != 'photograph'), '-l', layout, '-p', profile)
        t.ok(pdf, f'{profile}: pages of text', err)
        found = coverage(pdf)
        t.ok(len(found) > 5 and all(c == m == y == 0 and k > 0 for c, m, y, k in found), f'{profile}: black alone', found)
        data = unpacked(pdf)
        t.ok(b'/Over gs' in data and b'/OPM 1' in data, f'{profile}: black overprints')
        t.ok(b'/Annots' not in data, f'{profile}: no links')


def test_no_rgb(t, program, folder):
    for profile in ('print', 'newsprint'):
        pdf, err = render(program, folder, profile, *SAMPLES, '-l', 'release', '-p', profile)
        data = unpacked(pdf)
        t.ok(not OPERATOR.search(data), f'{profile}: no operator of RGB')
        t.ok(not RGB.search(data), f'{profile}: no space of RGB')
        # Its photograph among them.
        t.ok(max(c for c, *_ in coverage(pdf)) > 0.02, f'{profile}: the photograph is in colour')


def test_colours(t, program, folder):
    layout = write_layout(folder, 'colours', COLOURS)
    item = ROOT / 'samples/statement.md'
    pdf, err = render(program, folder, 'spot', item, '-l', layout, '-p', 'print')
    t.ok(pdf and re.search(r"colours\.yaml:5:3: warning: colour 'grey' is one of the screen; it is printed as cmyk: "
                           r'\[\d+, \d+, \d+, \d+\] \[pdf\.rgb\]', err), 'print warns of a colour of the screen', err)
    t.ok('PANTONE 186 C' in plates(pdf, folder), 'a spot ink has its plate', plates(pdf, folder))
    pdf, _ = render(program, folder, 'spot', item, '-l', layout, '-p', 'newsprint')
    t.ok(pdf and plates(pdf, folder) <= {'Cyan', 'Magenta', 'Yellow', 'Black'}, 'newsprint has none')
    pdf, err = render(program, folder, 'spot', item, '-l', layout)
    t.ok(pdf and not err, 'the screen takes all of them', err)
    wet = write_layout(folder, 'wet', WET)
    pdf, err = render(program, folder, 'wet', item, '-l', wet, '-p', 'newsprint')
    t.ok(not pdf and "wet.yaml:7:3: error: colour 'state' is 280% of ink, and this paper takes 240% [pdf.ink]" in err,
         'newsprint refuses a wet colour', err)
    t.ok(render(program, folder, 'wet', item, '-l', wet, '-p', 'print')[0], 'coated paper takes it')


# ---- pictures ----------------------------------------------------------------------------------------------------------

KINDS = {'cmyk.jpg': 'jpegcmyk', 'grey.jpg': 'jpeggray', 'alpha.png': 'pngalpha', 'grey.png': 'pnggray'}


def draw_pictures(folder, pdf):
    """Pictures that are not plain RGB, of a page with a photograph."""
    for name, device in KINDS.items():
        must(subprocess.run(['gs', '-q', '-dSAFER', '-r40', '-o', folder / name, f'-sDEVICE={device}', pdf],
                            capture_output=True))
    media = ''.join(f'  - {{file: {name}, role: body, alt: صورة}}\n' for name in KINDS)
    (folder / 'pictures.md').write_text(ITEM.format(media=media), encoding='utf-8')
    return folder / 'pictures.md'


def test_pictures(t, program, folder):
    folder = pathlib.Path(folder)
    pdf, _ = render(program, folder, 'photograph', ROOT / 'samples/photograph.md', '-l', 'release', '-p', 'print')
    item = draw_pictures(folder, pdf)
    made = {p: render(program, folder, p, item, '-l', 'release', '-p', p, '-v') for p in PROFILES}
    for p, (pdf, err) in made.items():
        t.ok(pdf, f'{p}: pictures of all kinds', err)
    t.ok(b'/DeviceCMYK' not in unpacked(made['screen'][0]), 'screen: CMYK has become RGB')
    t.ok('cmyk.jpg' in made['screen'][1] and '[pdf.converted]' in made['screen'][1], 'and that is said', made['screen'][1])
    t.ok(not RGB.search(unpacked(made['print'][0])), 'print: RGB has become CMYK')
    group = re.compile(rb'/Group <<[^>]*/CS /DeviceCMYK')
    t.ok(group.search(unpacked(made['print'][0])), 'print: what shines through is mixed in CMYK')
    ink = most_ink(made['newsprint'][0])
    t.ok(100 < ink <= 241, f'newsprint: at most 240 % of ink, here {ink:.0f}')
    ink = most_ink(render(program, folder, 'photo', ROOT / 'samples/photograph.md', '-l', 'release', '-p', 'newsprint')[0])
    t.ok(100 < ink <= 241, f'newsprint: a photograph too, here {ink:.0f}')


# ---- the rest ----------------------------------------------------------------------------------------------------------

def test_boxes(t, program, folder):
    pdf, _ = render(program, folder, 'boxes', ROOT / 'samples/statement.md', '-l', 'release', '-p', 'print')
    data = unpacked(pdf).decode('latin-1')
    box = {name: [float(v) for v in re.search(rf'/{name} \[\s*([-\d.\s]+)\]', data)[1].split()]
           for name in ('MediaBox', 'BleedBox', 'TrimBox')}
    mm = 72 / 25.4
    t.ok(all(abs(a - b - 3 * mm) < 0.01 for a, b in zip(box['TrimBox'][:2], box['BleedBox'][:2])), '3 mm of bleed', box)
    t.ok(abs(box['BleedBox'][0] - 5 * mm) < 0.01, 'crop marks of 5 mm outside of it', box)
    t.ok(all(word in data for word in ('/GTS_PDFXVersion (PDF/X-4)', '/S /GTS_PDFX', '/Trapped /False',
                                       'GTS_PDFXVersion>PDF/X-4<')), 'it says that it is PDF/X-4')


def test_proof(t, program, folder):
    embargoed = pathlib.Path(folder) / 'later.md'
    embargoed.write_text((ROOT / 'samples/statement.md').read_text(encoding='utf-8').replace(
        'nashra-item: 1\n', 'nashra-item: 1\nembargo: 2126-01-01T00:00+00:00\n'), encoding='utf-8')
    pdf, err = render(program, folder, 'later', embargoed, '-l', 'release')
    t.ok(not pdf and '[press.embargo]' in err, 'an embargo is kept', err)
    pdf, err = render(program, folder, 'later', embargoed, '-l', 'release', '-p', 'proof')
    t.ok(pdf, 'but a proof may be read before', err)
    _, marks, _ = run(program, 'dump', '--stage', 'marks', '-p', 'proof', '-l', 'release', *SAMPLES)
    stamps = marks.count('says "مسودة – ليس للنشر"')
    t.ok(stamps == marks.count('\nsheet '), 'each page is stamped', stamps)
    pages = re.split(r'\nsheet ', marks)[1:]
    numbers = [re.findall(r'proof grey .*says "([٠-٩0-9]+)"', page) for page in pages]
    t.ok(all(n == [digits(i + 1, n[0]) for i in range(len(n))] and n for n in numbers),
         'its lines are numbered from 1', numbers)


def digits(n, like):
    return str(n) if like[0] < '٠' else ''.join(chr(ord(c) - 48 + 0x660) for c in str(n))


def test_embedded(t, program, folder):
    words = [ROOT / 'samples/statement.md', ROOT / 'samples/photograph.md', '-l', 'release', '--embed-items']
    pdf, err = render(program, folder, 'embedded', *words)
    t.ok(pdf, 'items go into the PDF', err)
    data = unpacked(pdf)
    t.ok(b'<pdfaid:part>3</pdfaid:part>' in data and data.count(b'/AFRelationship /Source') == 4, 'as PDF/A-3')
    for name, path in (('statement.md', 'samples/statement.md'), ('release.yaml', 'layouts/release.yaml'),
                       ('pictures/bridge.png', 'samples/pictures/bridge.png')):
        got = subprocess.run(['qpdf', f'--show-attachment={name}', pdf], capture_output=True).stdout
        t.ok(got == (ROOT / path).read_bytes(), f'{name} comes out again')
    odd = os.path.join(os.fsencode(folder), b'b\xe1.md')
    shutil.copy(ROOT / 'samples/statement.md', odd)
    pdf, err = render(program, folder, 'odd', os.fsdecode(odd), '-l', 'release', '--embed-items')
    t.ok(pdf, 'so does one whose name is no UTF-8', err)


def test_same_bytes(t, program, folder):
    copy = pathlib.Path(folder) / 'نسخة'
    shutil.copytree(ROOT / 'samples', copy)
    around = ({}, {'TZ': 'Asia/Riyadh', 'LC_ALL': 'ar_EG.UTF-8', 'LANG': 'ar_EG.UTF-8', 'HOME': '/nonexistent'})
    for name, words in {**{p: ['-p', p] for p in PROFILES[1:]}, 'embedded': ['--embed-items']}.items():
        sums = set()
        for items, env, cwd in ((ROOT / 'samples', around[0], None), (copy, around[1], '/')):
            pdf, err = render(program, folder, 'same', items / 'photograph.md', items / 'mixed-text.md', '-l', 'release', '-q',
                              *words, env=env, cwd=cwd)
            sums.add(hashlib.sha256(pdf.read_bytes()).hexdigest() if pdf else err)
        t.ok(len(sums) == 1 and len(min(sums)) == 64, f'{name}: the same bytes', sums)


def test_size(t, program, folder):
    if not SEED.exists():
        t.skip('the seed', f'{SEED} is not there')
        return
    one, _ = render(program, folder, 'one', SEED, '-l', 'release', '-q')
    t.ok(one.stat().st_size <= 45000, f'a page is {one.stat().st_size} bytes')
    many, _ = render(program, folder, 'many', *[SEED] * 10, '-l', 'release', '-q')
    _, marks, _ = run(program, 'dump', '--stage', 'marks', '-l', 'release', *[SEED] * 10)
    further = (many.stat().st_size - one.stat().st_size) / (marks.count('\nsheet ') - 1)
    t.ok(further <= 7000, f'each further page is {further:.0f} bytes')


def main(program):
    t = Tap()
    test_breaks(t, program)
    if not shutil.which('gs'):
        t.ok(False, 'ghostscript is installed')
        t.finish()
    with tempfile.TemporaryDirectory() as folder:
        for test in (test_black, test_no_rgb, test_colours, test_pictures, test_boxes, test_proof, test_embedded,
                     test_same_bytes, test_size):
            own = os.path.join(folder, test.__name__)
            os.mkdir(own)
            test(t, program, own)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
