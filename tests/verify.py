#!/usr/bin/env python3
"""
`nashra verify`: finished files beside the items they were made of, and files that were made to do harm.

Each of the latter must end with its own message, in ten seconds, and with at most 512 MiB.
"""
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import zlib

from tap import ROOT, Tap, run

MIB = 1 << 20
PAGE = b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<<%s>>%s>>'
PAGES = b'<</Type/Pages/Count 1/Kids[3 0 R]>>'


def stream(data, more=b''):
    return b'<<%s/Length %d>>stream\n%s\nendstream' % (more, len(data), data)


def zeros(n_mib):
    """Deflated zeros, put together without deflating them all: a MiB that begins anew is repeated."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = deflate.compress(bytes(MIB)) + deflate.flush(zlib.Z_FULL_FLUSH)
    adler = (n_mib * MIB % 65521) << 16 | 1
    return b'\x78\x9c' + block * n_mib + b'\x03\x00' + adler.to_bytes(4, 'big')


def pdf(objects, trailer=b''):
    """Objects, numbered from 1, as a file with a plain table."""
    out, places = b'%PDF-1.7\n', []
    for i, o in enumerate(objects, 1):
        places.append(len(out))
        out += b'%d 0 obj %s endobj\n' % (i, o)
    start = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
    out += b''.join(b'%010d 00000 n \n' % p for p in places)
    return out + b'trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n' % (len(objects) + 1, trailer, start)


def one_page(content=b'', resources=b'', page=b'', catalog=b'', more=()):
    return pdf([b'<</Type/Catalog/Pages 2 0 R%s>>' % catalog, PAGES, PAGE % (resources, page),
                content if b'stream\n' in content else stream(content), *more])


def object_bomb():
    """An object stream that becomes 3 GiB: qpdf unpacks it before it asks."""
    body = [b'<</Type/Catalog/Pages 2 0 R>>', PAGES, PAGE % (b'', b''), stream(b''),
            stream(zeros(3072), b'/Type/ObjStm/N 1/First 10/Filter/FlateDecode')]
    out, places = b'%PDF-1.7\n', []
    for i, o in enumerate(body, 1):
        places.append(len(out))
        out += b'%d 0 obj %s endobj\n' % (i, o)
    rows = b'\0' + bytes(6) + b''.join(b'\1' + p.to_bytes(4, 'big') + bytes(2) for p in places)
    rows += b'\2' + (5).to_bytes(4, 'big') + bytes(2) + b'\1' + len(out).to_bytes(4, 'big') + bytes(2)
    table = stream(rows, b'/Type/XRef/Size 8/W[1 4 2]/Root 1 0 R/Info 6 0 R')
    return out + b'7 0 obj %s endobj\nstartxref\n%d\n%%%%EOF\n' % (table, len(out))


def form(content, resources=b''):
    return stream(content, b'/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>' % resources)


def forms_without_end():
    """Each of thirteen forms shows the next one ten times."""
    forms = [form(b'/A Do ' * 10, b'/XObject<</A %d 0 R>>' % (6 + i)) for i in range(11)]
    return one_page(b'/A Do', b'/XObject<</A 5 0 R>>', more=[*forms, form(b'0 0 1 1 re f')])


TREE = b'/MarkInfo<</Marked true>>/StructTreeRoot 5 0 R'

HOSTILE = {
    'content of 1 GiB': (one_page(stream(zeros(1024), b'/Filter/FlateDecode')), 'proof.limit'),
    'an object stream of 3 GiB': (object_bomb(), 'proof.limit|proof.damaged'),
    'forms that show each other for ever': (forms_without_end(), 'proof.limit'),
    'a form that shows itself': (one_page(b'/A Do', b'/XObject<</A 5 0 R>>',
                                 more=[form(b'/A Do', b'/XObject<</A 5 0 R>>')]), 'proof.limit'),
    'arrays in arrays': (one_page(page=b'/X' + b'[' * 100000), 'proof.damaged'),
    'pages that are their own parents': (pdf([b'<</Type/Catalog/Pages 2 0 R>>',
                                         b'<</Type/Pages/Count 9/Kids[2 0 R]>>']), 'proof.damaged'),
    'elements in a ring': (one_page(catalog=TREE, more=[b'<</K 6 0 R>>', b'<</S/P/P 5 0 R/K[6 0 R]>>']), 'proof.tags'),
    'bookmarks in a ring': (one_page(catalog=b'/Outlines 5 0 R', more=[
        b'<</First 6 0 R>>', b'<</Title(a)/Dest[3 0 R/Fit]/Next 6 0 R>>']), 'proof.outline'),
    'a script that runs at once': (one_page(catalog=b'/OpenAction<</S/JavaScript/JS(app.alert(1))>>'), 'proof.action'),
    'a program that a link starts': (one_page(page=b'/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(sh)>>>>]'),
                                     'proof.action'),
    'content in another file': (one_page(stream(b'', b'/F(/etc/passwd)')), 'proof.external'),
    'a font that is not there': (one_page(b'BT /F 9 Tf (a) Tj ET', b'/Font<</F<</Type/Font/Subtype/Type1'
                                 b'/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>'), 'proof.font'),
    'an image without an end': (one_page(b'BI /W 1 /H 1 ID abc'), 'proof.damaged'),
    'a number of content beyond all': (one_page(b'/P<</MCID 2147483647>>BDC EMC', catalog=TREE,
                                       more=[b'<</K[]>>']), 'proof.tags'),
    'nothing': (b'', 'proof.damaged'),
}


def processor_time():
    """Of all that were run and have ended: it is the same however many others run."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_hostile(t, program, folder):
    for name, (data, code) in HOSTILE.items():
        path = folder / 'hostile.pdf'
        path.write_bytes(data)
        start = processor_time()
        status, out, err = run(program, 'verify', path)
        spent = processor_time() - start
        t.ok(status == 1 and re.search(rf'\[({code})\]', err), f'{name}: {code}', f'status {status}\n{out}{err[-2000:]}')
        t.ok(spent < 10, f'{name}: in {spent:.1f} s of a processor')
    subprocess.run(['mkfifo', folder / 'fifo.pdf'], check=True)
    status, _, err = run(program, 'verify', folder / 'fifo.pdf')
    t.ok(status == 1 and 'file.not-regular' in err, 'a pipe is no file', err)


def test_locked(t, program, folder, pdf_file):
    locked = folder / 'locked.pdf'
    for user in ('', 'secret'):
        subprocess.run(['qpdf', '--encrypt', user, 'owner', '256', '--', pdf_file, locked], check=True)
        status, _, err = run(program, 'verify', locked)
        t.ok(status == 1 and '[proof.encrypted]' in err, f'encrypted, password {user!r}', err)


def test_sample(t, program, item, layout, folder):
    out = folder / 'out.pdf'
    name = f'{item.stem} in {layout}'
    status, _, err = run(program, 'render', item, '-l', layout, '-o', out)
    t.ok(status == 0, f'{name}: is set and proofed', err)
    status, said, err = run(program, 'verify', out)
    t.ok(status == 0 and ': good: ' in said, f'{name}: is good by itself', said + err)
    status, said, err = run(program, 'verify', out, item, '-l', layout)
    t.ok(status == 0 and ': good: ' in said, f'{name}: comes out again with the same bytes', said + err)


def test_other_item(t, program, folder):
    """One digit of the item has changed since: it is named, with its place."""
    item, out = folder / 'item.md', folder / 'item.pdf'
    text = (ROOT / 'samples/mixed-text.md').read_text(encoding='utf-8')
    item.write_text(text, encoding='utf-8')
    run(program, 'render', item, '-l', 'release', '-o', out)
    item.write_text(text.replace('19977', '19978'), encoding='utf-8')
    status, _, err = run(program, 'verify', out, item, '-l', 'release')
    line = text[:text.index('19977')].count('\n') + 1
    t.ok(status == 1 and re.search(rf'item\.md:{line}:\d+: error: page 1: .*[٩9].*\[proof\.text\]', err),
         'a digit that has changed is found where it stands', err)
    t.ok('[press.other-bytes]' in err, 'and the bytes are others', err)


def square(light):
    """A picture of one colour, as PNG."""
    def chunk(kind, data):
        return len(data).to_bytes(4, 'big') + kind + data + zlib.crc32(kind + data).to_bytes(4, 'big')

    rows = (b'\0' + bytes(light) * 900) * 900
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', b'\0\0\3\x84\0\0\3\x84\x08\2\0\0\0') + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


def sources_of_all_kinds(program, folder):
    """An emblem, items in folders, names that are the same in two of them, a layout made of others: name, and words of render."""
    yield 'an issue with an emblem', (ROOT / 'samples/daily/issue.yaml', '-l', 'daily')
    run(program, 'new', folder / 'news')
    yield 'a publication with a layout of its own', (folder / 'news/issue.yaml', '-l', folder / 'news/layout/house.yaml')
    for name, light in (('one', (200, 0, 0)), ('two', (0, 0, 200))):
        (folder / 'same' / name / 'p').mkdir(parents=True)
        (folder / 'same' / name / 'p/x.png').write_bytes(square(light))
        (folder / 'same' / name / 'i.md').write_text(f'---\nnashra-item: 1\nheadline: خبر من {name}\ndate: 2026-11-23\nmedia:\n  - file: ./p/x.png\n    alt: صورة\n'
                                                   '---\n\nنص الخبر.\n', encoding='utf-8')
    yield 'items of one name', (folder / 'same/one/i.md', folder / 'same/two/i.md', '-l', 'letter')
    yield 'one item twice', (folder / 'same/one/i.md', folder / 'same/one/i.md', '-l', 'letter')
    (folder / 'same/daily.yaml').write_text('nashra-issue: 1\npublication: {title: النشرة}\nnumber: 1\ndate: 2026-11-23\nsections:\n'
                                            '  - {title: أخبار, items: [one/i.md, "tw?/*.md"]}\n', encoding='utf-8')
    yield 'an issue of two folders, called as its layout', (folder / 'same/daily.yaml', '-l', 'daily')


def test_made_again(t, program, folder):
    """A file that holds what it was made of becomes the same bytes again; one of them changed, and it does not."""
    out = folder / 'whole.pdf'
    for items, layout in ((['photograph.md'], 'release'), (['mixed-text.md', 'statement.md'], 'letter')):
        run(program, 'render', *(ROOT / 'samples' / i for i in items), '-l', layout, '-o', out, '--embed-items')
        status, said, err = run(program, 'verify', out)
        t.ok(status == 0 and 'becomes the same bytes' in said, f'{" ".join(items)} in {layout}: made again', said + err)
    for name, words in sources_of_all_kinds(program, folder):
        status, _, err = run(program, 'render', *words, '-q', '-o', out, '--embed-items')
        t.ok(status == 0, f'{name}: is set', err)
        status, said, err = run(program, 'verify', out)
        t.ok(status == 0 and 'becomes the same bytes' in said, f'{name}: made again', said + err)
    run(program, 'render', ROOT / 'samples/statement.md', '-l', 'letter', '-o', out, '--embed-items')
    subprocess.run(['qpdf', '--qdf', '--object-streams=disable', out, folder / 'whole.qdf.pdf'], check=True)
    status, said, err = run(program, 'verify', folder / 'whole.qdf.pdf')
    t.ok(status == 1 and '[press.other-bytes]' in err and '[proof.' not in err,
         'written anew by qpdf it says the same in other bytes', said + err)


def test_sources_go(t, program, folder):
    """What was taken out of a file goes again, also when some of it could not be: here a name is too long for a disk."""
    room, good, bad = folder / 'room', folder / 'good.pdf', folder / 'bad.pdf'
    room.mkdir()
    run(program, 'render', ROOT / 'samples/photograph.md', '-l', 'letter', '-q', '-o', good, '--embed-items')
    subprocess.run(['qpdf', '--qdf', '--object-streams=disable', good, folder / 'plain.pdf'], check=True)
    plain = (folder / 'plain.pdf').read_bytes()
    other = plain.replace(b'/UF (pictures/bridge.png)', b'/UF (pictures/%s.png)' % (b'x' * 300))
    bad.write_bytes(subprocess.run(['fix-qdf'], input=other, capture_output=True, check=True).stdout)
    status, _, err = run(program, 'verify', bad, env={'TMPDIR': str(room)})
    left = [p.name for p in room.rglob('*')]
    t.ok(status == 1 and other != plain and 'x' * 300 in err and not left, 'nothing of it is left', f'{status} {left} {err}')


def test_usage(t, program, folder):
    for words, why in ((['verify'], 'no PDF'), (['verify', 'a.md'], 'no PDF'),
                       (['verify', 'a.pdf', 'a.md'], 'no layout'), (['verify', 'a.pdf', 'b.pdf', 'a.md'], 'one PDF')):
        status, _, err = run(program, *words)
        t.ok(status == 2 and why in err, f'{" ".join(words)}: {why}', err)
    out = folder / 'unproofed.pdf'
    status, _, err = run(program, 'render', ROOT / 'samples/statement.md', '-l', 'release', '-o', out, '--no-proof', '--timing')
    t.ok(status == 0 and re.search(r'\bproof 0 ', err), '--no-proof leaves it out', err)


def test_neighbours_in_a_foot(t, program, folder):
    """Two parts of a foot on one line, a letter's width apart: no space that nobody wrote may come between them."""
    for name in ('daily', 'binding-ar'):
        (folder / f'{name}.yaml').write_bytes((ROOT / 'layouts' / f'{name}.yaml').read_bytes())
    (folder / 'foot.yaml').write_text('nashra-layout: 1\nname: foot\nextends: daily.yaml\nrunning:\n  footer:\n'
                                      '    - {text: "أ", style: folio, at: [start, 8mm]}\n'
                                      '    - {text: "{publication.office}", style: folio, at: [8mm, 8mm]}\n', encoding='utf-8')
    status, _, err = run(program, 'render', ROOT / 'samples/weekly/issue.yaml', '-l', folder / 'foot.yaml', '-o', folder / 'foot.pdf', '-q')
    t.ok(status == 0, 'two parts of a foot beside each other', err)


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for item in sorted((ROOT / 'samples').glob('*.md')):
            for layout in ('release', 'letter'):
                test_sample(t, program, item, layout, folder)
        test_other_item(t, program, folder)
        test_locked(t, program, folder, folder / 'out.pdf')
        test_hostile(t, program, folder)
        test_made_again(t, program, folder)
        test_sources_go(t, program, folder)
        test_neighbours_in_a_foot(t, program, folder)
        test_usage(t, program, folder)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
