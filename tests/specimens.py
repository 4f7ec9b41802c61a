"""
The PDFs that readers are tried on: texts of tests/texts/ and the real release, in several faces, columns and sizes.
"""
import collections
import pathlib
import re
import subprocess

import reading
from tap import ROOT, run

SEED = ROOT.parent / 'shared/seed/release.md'
TEXTS = ROOT / 'tests/texts'

ARABIC = [SEED] + [TEXTS / f'{name}.md' for name in ('harvest', 'hospital', 'museum', 'railway')]
MIXED = sorted(TEXTS.glob('mixed-*.md'))

# text: arabic or mixed; size of the body, points, or None: as the layout has it.
Specimen = collections.namedtuple('Specimen', 'text family columns size')

SPECIMENS = [
    Specimen('arabic', 'Amiri', 2, None),
    Specimen('arabic', 'Amiri', 1, None),
    Specimen('arabic', 'Noto Naskh Arabic', 2, None),
    Specimen('arabic', 'Noto Naskh Arabic', 1, None),
    Specimen('arabic', 'IBM Plex Sans Arabic', 2, None),
    Specimen('arabic', 'IBM Plex Sans Arabic', 1, None),
    Specimen('arabic', 'Amiri', 1, 24),
    Specimen('arabic', 'Noto Naskh Arabic', 1, 24),
    Specimen('mixed', 'Amiri', 2, None),
    Specimen('mixed', 'Amiri', 1, None),
    Specimen('mixed', 'IBM Plex Sans Arabic', 2, None),
    Specimen('mixed', 'IBM Plex Sans Arabic', 1, None),
]


def name_of(s):
    columns = 'two columns' if s.columns == 2 else 'one column'
    return f'{s.text}, {s.family}, {columns}' + (f', {s.size} pt' if s.size else '')


def items_of(s):
    return ARABIC if s.text == 'arabic' else MIXED


def written(s):
    return '\n'.join(map(reading.printed_text, items_of(s)))


def write_layout(s, folder):
    """The release's, without what stands on every page: a paragraph that goes on over a page is compared as one."""
    text = (ROOT / 'layouts/release.yaml').read_text(encoding='utf-8')
    text = text[:text.index('\nmasthead:')] + '\n'
    text = text.replace('family: Amiri', f'family: {s.family}').replace('count: 2', f'count: {s.columns}')
    if s.size:
        text = re.sub(r'\n  body:\n', f'\n  body:\n    size: {s.size}pt\n    leading: {s.size * 3 // 2}pt\n', text)
    (folder / 'binding-ar.yaml').write_bytes((ROOT / 'layouts/binding-ar.yaml').read_bytes())
    layout = folder / 'layout.yaml'
    layout.write_text(text, encoding='utf-8')
    return layout


def render(program, s, folder):
    """A PDF of all its items, in a folder of its own; an error when there is none."""
    folder = pathlib.Path(folder) / re.sub(r'\W+', '-', name_of(s))
    folder.mkdir()
    pdf = folder / 'out.pdf'
    status, _, err = run(program, 'render', '-q', *items_of(s), '-l', write_layout(s, folder), '-o', pdf)
    if status != 0:
        raise RuntimeError(err)
    return pdf


def with_plain_spaces(pdf):
    """The same file with U+0020 for every space, and no ActualText: what pdf.js made of it before."""
    lines = pdf.with_name('lines.pdf')
    subprocess.run(['qpdf', '--qdf', '--object-streams=disable', pdf, lines], check=True)
    data = lines.read_bytes()
    data, n = re.subn(rb'/Span <</ActualText \( \)>> BDC\n([^\n]*\n)EMC\n', rb'\1', data)
    data, m = re.subn(rb'<034F0020>', b'<0020>', data)
    if not n or not m:
        raise RuntimeError('there are no marked spaces')
    lines.write_bytes(data)
    plain = pdf.with_name('plain.pdf')
    fixed = subprocess.run(['fix-qdf', lines], capture_output=True, check=True).stdout
    plain.write_bytes(fixed)
    return plain
