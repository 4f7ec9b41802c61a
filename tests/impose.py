#!/usr/bin/env python3
"""
Imposition: which page lies on which half of which side, seen through Poppler; nothing encoded again; what is refused.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from tap import ROOT, Tap, run

LAYOUT = '''nashra-layout: 1
extends: {letter}
page: {{size: A5, binding: right}}
item: {{break: page}}
masthead: {{on: never}}
running: {{footer: [{{text: "[{{page}}]", style: byline, at: [centre, bottom]}}]}}
'''
LTR = 'direction: ltr\nlanguage: en\n'


def item(n):
    return f'---\nnashra-item: 1\nid: p{n}\ndate: 2026-11-24\nlanguage: ar\nheadline: عنوان {n}\n---\nنص قصير.\n'


def make(program, folder, name, pages, more='', *words):
    layout = folder / f'{name}.yaml'
    layout.write_text(LAYOUT.format(letter=ROOT / 'layouts/letter.yaml') + more, encoding='utf-8')
    (folder / 'letter.yaml').write_bytes((ROOT / 'layouts/letter.yaml').read_bytes())
    (folder / 'binding-ar.yaml').write_bytes((ROOT / 'layouts/binding-ar.yaml').read_bytes())
    layout.write_text(layout.read_text(encoding='utf-8').replace(str(ROOT / 'layouts/letter.yaml'), 'letter.yaml'), encoding='utf-8')
    items = []
    for n in range(1, pages + 1):
        items.append(folder / f'i{n}.md')
        items[-1].write_text(item(n), encoding='utf-8')
    out = folder / f'{name}.pdf'
    status, _, err = run(program, 'render', *items, '-l', layout, '-o', out, '-q', *words)
    assert status == 0, err
    return out


def impose(program, pdf, out, *words):
    return run(program, 'impose', *words[:1], pdf, '-o', out, '--diagnostics', 'short', *words[1:])


def words_of(pdf):
    """For every side: its width and the (x, text) of all its words."""
    html = subprocess.run(['pdftotext', '-bbox', pdf, '-'], capture_output=True, check=True).stdout.decode('utf-8')
    for page in html.split('<page ')[1:]:
        width, height = map(float, re.match(r'width="([\d.]+)" height="([\d.]+)"', page).groups())
        yield width, height, [((float(a) + float(b)) / 2, float(y), w) for a, y, b, w in re.findall(
            r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="[-\d.]+">([^<]*)<', page)]


def number(w):
    m = re.fullmatch(r'\W*([0-9٠-٩]+)\W*', w)
    return int(m[1].translate(str.maketrans('٠١٢٣٤٥٦٧٨٩', '0123456789'))) if m else None


def halves(pdf):
    """(left, right) folios of every side, 0 where there is none; the folio is the lowest number of a half."""
    found = []
    for width, height, words in words_of(pdf):
        side = []
        for left in (True, False):
            nums = [(y, number(w)) for x, y, w in words if (x < width / 2) == left and number(w) is not None]
            side.append(max(nums)[1] if nums else 0)
        found.append(tuple(side))
    return found


def streams(pdf):
    """SHA of the raw bytes of every stream, by its kind."""
    j = json.loads(subprocess.run(['qpdf', '--json=2', '--decode-level=none', '--json-stream-data=inline', pdf],
                                  capture_output=True, check=True).stdout)
    found = {}
    for o in j['qpdf'][1].values():
        if 'stream' in o:
            d = o['stream']['dict']
            found.setdefault(d.get('/Subtype') or ('font' if '/Length1' in d or 'FontFile' in str(d) else 'other'), set()).add(
                o['stream']['data'])
    return found


def test_order(t, program, folder):
    pdf = make(program, folder, 'eight', 8)
    cases = [
        (('booklet',), [(1, 8), (7, 2), (3, 6), (5, 4)]),
        (('booklet', '--binding', 'left'), [(8, 1), (2, 7), (6, 3), (4, 5)]),
        (('booklet', '--signature', '4'), [(1, 4), (3, 2), (5, 8), (7, 6)]),
        (('2up',), [(2, 1), (4, 3), (6, 5), (8, 7)]),
        (('2up', '--binding', 'left'), [(1, 2), (3, 4), (5, 6), (7, 8)]),
    ]
    for words, want in cases:
        out = folder / 'out.pdf'
        status, _, err = impose(program, pdf, out, *words)
        t.ok(status == 0 and halves(out) == want, ' '.join(words), f'{err}{halves(out) if status == 0 else ""}')
    six = make(program, folder, 'six', 6)
    for words, want in ((('booklet',), [(1, 0), (0, 2), (3, 6), (5, 4)]),
                        (('booklet', '--back-cover'), [(1, 6), (0, 2), (3, 0), (5, 4)])):
        status, _, err = impose(program, six, folder / 'out.pdf', *words)
        t.ok(status == 0 and halves(folder / 'out.pdf') == want, f'six pages, {" ".join(words)}', f'{err}{halves(folder / "out.pdf")}')
    ltr = make(program, folder, 'ltr', 4, LTR)
    impose(program, ltr, folder / 'out.pdf', 'booklet')
    t.ok(halves(folder / 'out.pdf') == [(4, 1), (2, 3)], 'a file that reads from left to right is bound left', halves(folder / 'out.pdf'))


def test_place(t, program, folder):
    pdf = folder / 'eight.pdf'
    impose(program, pdf, folder / 'plain.pdf', 'booklet')
    impose(program, pdf, folder / 'creep.pdf', 'booklet', '--creep', '2mm')
    (width, height, flat), (_, _, moved) = list(words_of(folder / 'plain.pdf'))[2], list(words_of(folder / 'creep.pdf'))[2]
    t.ok(abs(width - 2 * 419.53) < 1 and abs(height - 595.28) < 1, 'two A5 pages are an A4 sheet', f'{width} {height}')
    shift = {(b[0] > width / 2): round(b[0] - a[0], 1) for a, b in zip(flat, moved)}
    t.ok(shift == {False: 5.7, True: -5.7}, 'creep moves the inner sheet by 2 mm towards its fold', shift)
    first = [round(b[0] - a[0], 1) for a, b in zip(list(words_of(folder / 'plain.pdf'))[0][2], list(words_of(folder / 'creep.pdf'))[0][2])]
    t.ok(first and not any(first), 'and leaves the outer sheet', first)
    subprocess.run(['qpdf', pdf, '--rotate=+90:1-8', folder / 'turned.pdf'], check=True)
    status, _, err = impose(program, folder / 'turned.pdf', folder / 'out.pdf', '2up')
    box = list(words_of(folder / 'out.pdf'))[0][:2] if status == 0 else None
    t.ok(box and abs(box[0] - 2 * 595.28) < 1 and abs(box[1] - 419.53) < 1, 'turned pages lie turned', f'{err}{box}')
    status, _, err = impose(program, pdf, folder / 'out.pdf', 'booklet', '--paper', 'A5')
    t.ok(status == 1 and '[impose.paper]' in err and '296 × 210 mm' in err, 'too small a paper is told', err)
    status, _, err = impose(program, pdf, folder / 'out.pdf', 'booklet', '--paper', 'A5', '--fit')
    t.ok(status == 0 and halves(folder / 'out.pdf')[0] == (1, 8), 'or pages are made smaller', err)
    status, _, err = impose(program, pdf, folder / 'out.pdf', 'booklet', '--paper', '297x420mm', '--marks')
    t.ok(status == 1 and '[impose.paper]' in err, 'A3 that stands is too narrow for A4 with marks', err)
    status, _, err = impose(program, pdf, folder / 'out.pdf', 'booklet', '--paper', 'SRA4', '--marks')
    t.ok(status == 1, 'SRA4 has no room for A4 with marks', err)
    status, _, err = impose(program, pdf, folder / 'out.pdf', 'booklet', '--paper', '450x320mm', '--marks')
    info = subprocess.run(['pdfinfo', '-box', folder / 'out.pdf'], capture_output=True, text=True).stdout
    trim = [float(x) for x in re.search(r'TrimBox: +(.*)', info)[1].split()]
    t.ok(status == 0 and abs(trim[2] - trim[0] - 839.06) < 1 and abs(trim[0] - (1275.59 - 839.06) / 2) < 1, 'the trim lies in the middle of SRA3', f'{trim}{err}')


def test_untouched(t, program, folder):
    picture = folder / 'photo.pdf'
    run(program, 'render', ROOT / 'samples/photograph.md', '-l', 'release', '-o', picture, '-q')
    impose(program, picture, folder / 'out.pdf', 'booklet')
    before, after = streams(picture), streams(folder / 'out.pdf')
    t.ok(before['/Image'] and before['/Image'] == after['/Image'], 'pictures keep their bytes')
    contents = set().union(*before.values())
    t.ok(after['/Form'] and after['/Form'] <= contents, 'and the content of pages its own')
    done = subprocess.run(['qpdf', '--check', folder / 'out.pdf'], capture_output=True, text=True)
    t.ok(done.returncode == 0, 'qpdf finds no fault', done.stdout)
    first = (folder / 'out.pdf').read_bytes()
    impose(program, picture, folder / 'out.pdf', 'booklet')
    t.ok(first == (folder / 'out.pdf').read_bytes(), 'the same bytes each time')
    plates = make(program, folder, 'plates', 8, '', '-p', 'print')
    impose(program, plates, folder / 'out.pdf', 'booklet', '--marks')
    text = subprocess.run(['qpdf', '--qdf', '--object-streams=disable', folder / 'out.pdf', '-'], capture_output=True).stdout
    t.ok(b'GTS_PDFX' in text and b'GTS_PDFXVersion' in text and re.search(rb'/Separation\s+/All', text),
         'PDF/X keeps its output intent, and marks are on all plates')
    t.ok(not re.search(rb'[\d.] (rg|RG)\b', text), 'no RGB comes in')
    ink = subprocess.run(['gs', '-q', '-o', '-', '-sDEVICE=inkcov', folder / 'out.pdf'], capture_output=True, text=True).stdout
    t.ok(len(ink.splitlines()) == 4, 'Ghostscript draws all four sides', ink)
    done = subprocess.run(['qpdf', '--json=2', folder / 'out.pdf'], capture_output=True, text=True)
    t.ok('/StructTreeRoot' not in done.stdout and '/Outlines' not in done.stdout, 'tags and bookmarks stay behind')


def small_pdf(pages, extra=b''):
    return b'%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj ' + pages + b' endobj\n' + extra + \
        b'trailer <</Root 1 0 R>>\n%%EOF\n'


def test_refused(t, program, folder):
    pdf = folder / 'eight.pdf'
    whole = pdf.read_bytes()
    subprocess.run(['qpdf', '--encrypt', '', 'owner', '256', '--', pdf, folder / 'owner.pdf'], check=True)
    subprocess.run(['qpdf', '--encrypt', 'user', 'owner', '256', '--', pdf, folder / 'user.pdf'], check=True)
    cases = {
        'owner.pdf': ('impose.encrypted', None), 'user.pdf': ('impose.encrypted', None),
        'cut.pdf': ('impose.damaged', whole[:len(whole) // 2]), 'text.pdf': ('impose.damaged', b'this is no PDF\n'),
        'empty.pdf': ('impose.damaged', b''), 'none.pdf': ('impose.damaged', small_pdf(b'<</Type/Pages/Kids[]/Count 0>>')),
        'loop.pdf': ('impose.damaged', small_pdf(b'<</Type/Pages/Kids[2 0 R]/Count 1>>')),
        'huge.pdf': ('impose.damaged', small_pdf(b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
                     b'3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 9]>> endobj\n')),
        'missing.pdf': ('file.missing', None),
    }
    for name, (code, data) in cases.items():
        if data is not None:
            (folder / name).write_bytes(data)
        out = folder / 'refused.pdf'
        status, _, err = impose(program, folder / name, out, 'booklet')
        t.ok(status == 1 and f'[{code}]' in err and not out.exists(), f'{name}: {code}', f'{status} {err}')
    for word in ('/dev/zero', '/'):
        status, _, err = impose(program, word, folder / 'refused.pdf', 'booklet')
        t.ok(status == 1 and 'error' in err, f'{word} is refused', err)
    impose(program, pdf, folder / 'zero.pdf', 'booklet', '--creep', '0')
    t.ok((folder / 'zero.pdf').exists(), 'no creep can be said')
    before = pdf.read_bytes()
    status, _, err = run(program, 'impose', 'booklet', pdf, '-o', pdf)
    t.ok(status == 2 and pdf.read_bytes() == before, 'a PDF is not written over by its own sheets', err)
    for words in (['booklet', '--signature', '6'], ['booklet', '--creep', 'much'], ['booklet', '--paper', 'B9'],
                  ['booklet', '--binding', 'top'], ['thrice']):
        status, _, err = impose(program, pdf, folder / 'refused.pdf', *words)
        t.ok(status == 2 and words[-1] in err, f'{" ".join(words)} is told', err)
    os.mkfifo(folder / 'pipe')
    status, _, err = impose(program, pdf, folder / 'pipe', 'booklet')
    t.ok(status == 4 and (folder / 'pipe').is_fifo(), 'a pipe is not replaced by a file', err)
    whole = subprocess.run(
        ['bash', '-c', 'ulimit -f 8; exec "$0" impose booklet "$1" -o "$2"', program, pdf, folder / 'refused.pdf'],
        capture_output=True, text=True)
    t.ok(whole.returncode == 4 and not (folder / 'refused.pdf').exists() and not list(folder.glob('.refused*')),
         'a disk without room is told, and nothing is left on it', f'{whole.returncode} {whole.stderr}')


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as tmp:
        folder = pathlib.Path(tmp)
        test_order(t, program, folder)
        test_place(t, program, folder)
        test_untouched(t, program, folder)
        test_refused(t, program, folder)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
