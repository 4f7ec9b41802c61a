#!/usr/bin/env python3
"""
A QR code says, to a reader that is not ours (zbar), what the layout's template makes of the release.

    qr.py NASHRA
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

from tap import ROOT, Tap, run

ITEM = ROOT / 'tests/golden/blocks/qr.item'


def is_called_small(program, folder, width):
    """Is a code of 33 modules in the foot, which is 148 mm wide on a page of 176, told to be too small?"""
    shutil.copy(ITEM.with_name('layout.yaml'), folder)
    layout = pathlib.Path(folder, 'small.yaml')
    layout.write_text('nashra-layout: 1\nextends: layout.yaml\nrunning:\n  footer:\n'
                      f'    - {{qr: "https://example.gov.eg", at: [outer, 0], width: {width}}}\n', encoding='utf-8')
    status, _, err = run(program, 'render', ITEM, '-l', layout, '-o', f'{folder}/small.pdf')
    return 'page.qr-small' in err if status == 0 else err


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
        # A module wants 0.33 mm, so the code 10.9 mm: 7.4 % of the foot, 6.2 % of the page.
        for width, small in (('10.5mm', True), ('11.5mm', False), ('6.8%', True), ('7.8%', False)):
            got = is_called_small(program, folder, width)
            t.ok(got == small, f'{width} wide', f'small: {got}')
    t.same('https://example.gov.eg\nhttps://example.gov.eg/news/water-1\n', '\n'.join(said) + '\n', 'zbar reads both')
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
