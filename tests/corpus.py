#!/usr/bin/env python3
"""
Words in great number: 105,000 from the samples and from hunspell's Arabic forms, in columns of 40 to 180 mm.

No crash, no word lost, none out of its place; every justified line fills its measure to the last 1/1024 pt; how many
lines are loose is printed for each width.  The texts are the same every time.
"""
import pathlib
import random
import re
import statistics
import sys
import tempfile

from tap import ROOT, Tap, run

HUNSPELL = pathlib.Path('/usr/share/hunspell/ar.dic')
FACES = ('Amiri', 'Noto Naskh Arabic', 'Noto Kufi Arabic', 'IBM Plex Sans Arabic')
WIDTHS = range(40, 181, 10)
WORDS = 7000
ARABIC = re.compile('^[\u0621-\u063a\u0641-\u064a]+$')
# What every face has; «م³» is not in all of them.
EVERYWHERE = re.compile('^[ -~\u0621-\u0652\u0660-\u0669\u060c\u061b\u061f\u00ab\u00bb]+$')
LAYOUT = '''nashra-layout: 1
page: {{size: [{page}mm, 280mm], margins: {{inner: 10mm, outer: 10mm}}, columns: {{count: 1}}}}
fonts: {{text: {{family: {face}}}}}
styles: {{base: {{font: text, size: {size}pt, leading: 16pt}}, body: {{align: justify, indent: 1em}}}}
'''


def sample_words():
    """Of the samples' bodies, with their stops, digits and Latin; none that Markdown would take for its own."""
    for path in sorted((ROOT / 'samples').glob('*.md')):
        body = path.read_text(encoding='utf-8').split('\n---\n', 1)[1]
        for word in body.split():
            if EVERYWHERE.match(word) and not re.search(r'[*_`#<>\[\]|\\!~]|^[-+]|^\d+[.)]$|://|@', word):
                yield word


def dictionary_words():
    for entry in HUNSPELL.read_text(encoding='utf-8').splitlines():
        word = entry.split('/')[0].split('\t')[0].strip()
        if ARABIC.match(word):
            yield word


def paragraphs(rand, common, forms):
    """Half of the words from releases, half any form there is, with prefixes and stops as they come."""
    left = WORDS
    while left > 0:
        n = min(rand.randint(20, 140), left)
        words = []
        for _ in range(n):
            word = rand.choice(common) if rand.random() < 0.5 else \
                rand.choice(('', '', '', 'و', 'ال', 'بال', 'لل')) + rand.choice(forms)
            words.append(word + rand.choice(('', '', '', '', '', '', '', '،', '؛', '.')))
        words[0] = 'وقال'
        yield ' '.join(words)
        left -= n


def plain(text):
    """A line of the dump as it was written: isolates and bound spaces taken back."""
    text = re.sub('<([0-9A-F]{4})>', lambda m: chr(int(m[1], 16)), text)
    return re.sub('[\u2066-\u2069]', '', text).replace('\u00a0', ' ')


def galleys(dump):
    """Text and lines of each body paragraph: (justified and full, offset + width - measure, space), ragged ones too."""
    for part in re.split(r'^galley ', dump, flags=re.M)[1:]:
        head, *lines = part.splitlines()
        if not head.startswith('body '):
            continue
        measure = int(re.search(r'measure (\d+)', head)[1])
        rows = [x for x in lines if x.startswith('line ')]
        yield ''.join(plain(re.search(r'\|(.*)\|$', x)[1]) for x in rows), [line_of(x, measure) for x in rows]


def line_of(row, measure):
    numbers = {k: int(v) for k, v in re.findall(r' (offset|width|space) (-?\d+)', row)}
    flags = row.split('|')[0].split()
    return {'off': numbers['offset'] + numbers['width'] - measure, 'space': numbers['space'],
            'last': 'last' in flags, 'overfull': 'overfull' in flags, 'words': row.count(' ', row.index('|'))}


def test_width(t, program, folder, mm, face, text):
    item, layout = folder / 'corpus.md', folder / 'l.yaml'
    item.write_text('---\nnashra-item: 1\nid: a\nheadline: عنوان\n---\n\n' + '\n\n'.join(text) + '\n', encoding='utf-8')
    layout.write_text(LAYOUT.format(page=mm + 20, face=face, size=9 if mm < 60 else 11), encoding='utf-8')
    status, out, err = run(program, 'dump', '--stage', 'lines', item, '-l', layout, '-q')
    name = f'{mm} mm, {face}'
    t.ok(status == 0, f'{name}: is set', err[:2000])
    got = list(galleys(out))[1:]  # the headline is of the same style
    want = [' '.join(p.split()) for p in text]
    t.ok([g for g, _ in got] == want, f'{name}: no word lost, none out of its place',
         next((f'{w}\n{g}' for w, (g, _) in zip(want, got) if w != g), f'{len(want)} paragraphs, {len(got)} set'))
    lines = [x for _, rows in got for x in rows]
    natural = statistics.mode(x['space'] for x in lines if x['last'] and x['space'])
    full = [x for x in lines if not x['last'] and not x['overfull'] and x['space']]
    t.ok(full and all(x['off'] == 0 for x in full), f'{name}: {len(full)} lines fill the measure')
    loose, over = sum(x['space'] > 1.5 * natural for x in full), sum(x['overfull'] for x in lines)
    print(f'# {name}: {len(lines)} lines, {100 * loose / len(full):.2f} % over 1.5 w, {over} overfull')
    return sum(len(p.split()) for p in text)


def main(program):
    t = Tap()
    common = sorted(set(sample_words()))
    t.ok(len(common) > 300, f'{len(common)} words of the samples')
    t.ok(HUNSPELL.exists(), 'hunspell-ar is installed (tools/setup.sh test)')
    forms = list(dictionary_words()) if HUNSPELL.exists() else common
    rand, words = random.Random(1448), 0
    with tempfile.TemporaryDirectory() as folder:
        for i, mm in enumerate(WIDTHS):
            text = list(paragraphs(rand, common, forms))
            words += test_width(t, program, pathlib.Path(folder), mm, FACES[i % len(FACES)], text)
    t.ok(words >= 100000, f'{words} words were set')
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
