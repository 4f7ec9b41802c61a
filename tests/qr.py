#!/usr/bin/env python3
"""
A QR code says, to a reader that is not ours (zbar), what the layout's template makes of the release.

    qr.py NASHRA
"""
import pathlib
import subprocess
import sys
import tempfile

from tap import ROOT, Tap, run

ITEM = ROOT / 'tests/golden/blocks/qr.item'


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as folder:
        pdf = f'{folder}/out.pdf'
        status, _, err = run(program, 'render', ITEM, '-l', ITEM.with_suffix('.yaml'), '-o', pdf)
        t.ok(status == 0, 'is set', err)
        subprocess.run(['pdftoppm', '-r', '200', '-png', pdf, f'{folder}/page'], check=True)
        pages = sorted(pathlib.Path(folder).glob('page*.png'))
        done = subprocess.run(['zbarimg', '-q', '--raw', *pages], capture_output=True, text=True)
        pictures = subprocess.run(['pdfimages', '-list', pdf], capture_output=True, text=True).stdout
        t.ok(pictures.count('\n') == 2, 'no picture stands for them', pictures)
        said = sorted(done.stdout.split())
    t.same('https://example.gov.eg\nhttps://example.gov.eg/news/water-1\n', '\n'.join(said) + '\n', 'zbar reads both')
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
