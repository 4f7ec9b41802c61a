#!/usr/bin/env python3
"""
Finished files through other people's readers: pdftotext (Poppler), mutool (MuPDF), qpdf --check, pdfinfo.

Every word of an item must come out again.  The words are taken from the item's file, not from nashra.
A word in which a reader sees spaces is not found whole; how many were is printed.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

from reading import printed_text
from tap import ROOT, Tap, run

SEED = ROOT.parent / 'shared/seed/release.md'
# Least share of words that are found whole, by reader.
WHOLE = {'pdftotext': 0.97, 'mutool': 0.998}
# Poppler turns two marks on one letter round in some words.
FOUND = {('vocalised', 'pdftotext'): 0.96}


def plain(text):
    """Without bidi controls, in the form all readers agree on."""
    text = unicodedata.normalize('NFKC', text)
    return ''.join(c for c in text if unicodedata.category(c) != 'Cf')


ARABIC = re.compile(r'[ء-ي٠-٩ً-ٟٱ]+')


def arabic_words(text):
    return ARABIC.findall(plain(text))


def extract(reader, pdf):
    words = {'pdftotext': ['pdftotext', '-enc', 'UTF-8', pdf, '-'],
             'mutool': ['mutool', 'draw', '-q', '-F', 'txt', pdf]}[reader]
    return subprocess.run(words, capture_output=True, check=True).stdout.decode('utf-8', 'replace')


def check_reader(t, reader, name, words, pdf):
    text = plain(extract(reader, pdf))
    whole = set(ARABIC.findall(text))
    run_together = re.sub(r'\s+', '', text)
    missing = [w for w in words if w not in whole and w not in run_together]
    split = [w for w in words if w not in whole and w in run_together]
    least = FOUND.get((name.split()[0], reader), 1)
    found = 1 - len(missing) / max(1, len(words))
    t.ok(words and found >= least, f'{name}: {reader} finds {found:.1%} of {len(words)} words', f'missing: {missing}')
    share = 1 - len(split) / max(1, len(words))
    t.ok(share >= WHOLE[reader], f'{name}: {reader} finds {share:.1%} of them whole', f'split: {split}')
    surplus = re.sub('هـ', '', text).count('ـ')  # the year of the hijra is «هـ»
    t.ok(surplus == 0, f'{name}: {reader} sees no tatweel that the item lacks', f'{surplus} of them')


def check_file(t, name, pdf):
    done = subprocess.run(['qpdf', '--check', pdf], capture_output=True, text=True)
    t.ok(done.returncode == 0, f'{name}: qpdf --check', done.stdout + done.stderr)
    info = subprocess.run(['pdfinfo', pdf], capture_output=True, text=True).stdout
    t.ok(re.search(r'^Title: +\S', info, re.M), f'{name}: has a title', info)
    fonts = subprocess.run(['pdffonts', pdf], capture_output=True, text=True).stdout.splitlines()[2:]
    t.ok(fonts and all(re.search(r' yes yes yes ', x) for x in fonts), f'{name}: fonts embedded, subset, with Unicode',
         '\n'.join(fonts))
    catalog = subprocess.run(['qpdf', '--qdf', '--object-streams=disable', pdf, '-'], capture_output=True).stdout
    t.ok(re.search(rb'/Direction /R2L', catalog) and re.search(rb'/Lang \(ar', catalog),
         f'{name}: says that it is Arabic and reads from right to left')


def test_item(t, program, item, layout, folder):
    pdf = f'{folder}/out.pdf'
    name = f'{item.stem} in {pathlib.Path(layout).stem}'
    status, _, err = run(program, 'render', item, '-l', layout, '-o', pdf)
    t.ok(status == 0, f'{name}: is set', err)
    if status != 0:
        return
    check_file(t, name, pdf)
    words = arabic_words(printed_text(item))
    for reader in WHOLE:
        check_reader(t, reader, name, words, pdf)


def test_face(t, program, face, folder):
    """The release layout in another face: dots of their own, lam-alef of one glyph, and so on."""
    release = (ROOT / 'layouts/release.yaml').read_text(encoding='utf-8')
    layout = pathlib.Path(folder) / 'face.yaml'
    layout.write_text(release.replace('family: Amiri', f'family: {face}'), encoding='utf-8')
    (pathlib.Path(folder) / 'binding-ar.yaml').write_bytes((ROOT / 'layouts/binding-ar.yaml').read_bytes())
    for item in (SEED, ROOT / 'samples/mixed-text.md'):
        test_item(t, program, item, layout, folder)


FACES = ('Noto Naskh Arabic', 'Noto Kufi Arabic', 'IBM Plex Sans Arabic')


def main(program):
    t = Tap()
    t.ok(SEED.exists(), 'the real release is there', f'{SEED} is missing')
    items = sorted((ROOT / 'samples').glob('*.md')) + [SEED] * SEED.exists()
    with tempfile.TemporaryDirectory() as folder:
        for item in items:
            for layout in ('release', 'letter'):
                test_item(t, program, item, layout, folder)
        for face in FACES:
            test_face(t, program, face, folder)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
