#!/usr/bin/env python3
"""
A specimen of each face and of each layout's styles can be made, read back, and shows what it says.

    specimen.py NASHRA
"""
import pathlib
import re
import shutil
import sys
import tempfile

from tap import ROOT, Tap, run

FACES = [f'{family} {style}' for family in ('Amiri', 'Noto Naskh Arabic', 'Noto Kufi Arabic', 'IBM Plex Sans Arabic')
         for style in ('Regular', 'Bold')]


def verified(program, pdf):
    """Pages and fonts of a PDF that is good; None otherwise."""
    status, out, err = run(program, 'verify', pdf)
    found = re.search(r'good: (\d+) pages?, .* (\d+) fonts', out)
    return (int(found[1]), int(found[2])) if status == 0 and found else None


def faces(t, program, d):
    sums = set()
    for face in FACES:
        pdf = d / f'{face}.pdf'
        status, out, err = run(program, 'fonts', 'specimen', face, '-o', pdf)
        t.ok(status == 0 and err == '', f'{face} is made without a message', err)
        found = verified(program, pdf)
        t.ok(found and 2 <= found[0] <= 5 and found[1] >= 2, f'{face}: {found} pages and fonts', run(program, 'verify', pdf))
        sums.add(pdf.read_bytes())
    t.ok(len(sums) == len(FACES), 'each is another')
    run(program, 'fonts', 'specimen', 'amiri 700', '-o', d / 'again.pdf')
    t.ok((d / 'again.pdf').read_bytes() == (d / 'Amiri Bold.pdf').read_bytes(), 'a weight is a name too, in any case')


def styles(t, program, d):
    for layout in sorted(p.stem for p in (ROOT / 'layouts').glob('*.yaml') if p.stem != 'binding-ar'):
        status, out, err = run(program, 'fonts', 'specimen', '-l', layout, '-o', d / 'styles.pdf')
        t.ok(status == 0 and verified(program, d / 'styles.pdf'), f'all styles of {layout}', err)
    status, out, err = run(program, 'fonts', 'specimen', 'headline', '-l', 'daily', '-o', d / 'headline.pdf')
    found = verified(program, d / 'headline.pdf')
    t.ok(status == 0 and found, 'one style', err)
    run(program, 'fonts', 'specimen', 'title', '-l', 'tabloid', '-o', d / 'title.pdf')
    found = verified(program, d / 'title.pdf')
    t.ok(found and found[0] <= 10, f'a style of 52 points is set in few words: {found} pages and fonts')


def own_fonts(t, program, d):
    """A face of the layout's own folder is shown, though the program has none of that name."""
    own = d / 'own'
    (own / 'fonts').mkdir(parents=True)
    for name in ('daily', 'binding-ar'):
        shutil.copy(ROOT / 'layouts' / f'{name}.yaml', own)
    shutil.copy(ROOT / 'fonts' / 'Amiri-Regular.ttf', own / 'fonts')
    status, out, err = run(program, 'fonts', 'specimen', 'body', '-l', own / 'daily.yaml', '-o', d / 'own.pdf')
    t.ok(status == 0 and verified(program, d / 'own.pdf'), "a layout's own font", err)
    run(program, 'fonts', 'specimen', 'Amiri', '-o', d / 'program.pdf')
    t.ok((d / 'own.pdf').read_bytes() != (d / 'program.pdf').read_bytes(), 'and is not that of the program')


def mistakes(t, program, d):
    out_file = d / 'none.pdf'
    for words, status_wanted, said in (
            (('specimen',), 2, 'no face'), (('specimen', 'Amiri'), 2, 'nowhere to write'),
            (('specimen', 'Noto', 'Kufi', '-o', out_file), 2, 'quotation marks'),
            (('specimens', '-o', out_file), 2, "nothing is known of 'specimens'"),
            (('specimen', 'Amire', '-o', out_file), 2, 'font.unknown'),
            (('specimen', 'hedline', '-l', 'daily', '-o', out_file), 2, "did you mean 'headline'"),
            (('specimen', '-l', d / 'none.yaml', '-o', out_file), 2, 'file.missing')):
        status, out, err = run(program, 'fonts', *words)
        t.ok(status == status_wanted and said in err and not out_file.exists(), said, f'{status} {err}')


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as name:
        for test in (faces, styles, own_fonts, mistakes):
            test(t, program, pathlib.Path(name))
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
