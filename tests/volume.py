#!/usr/bin/env python3
"""
Volumes of the archive: cover, contents, folios, bookmarks and indexes of what items name, as readers see them.

What must stand in an index is worked out from the items' files and from the pages on which MuPDF reads their headlines.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from archive import validate
from tap import ROOT, Tap, run

# Before their names in every other item: an index leaves them out.
TITLES = ['الدكتور ', 'معالي المهندسة ', 'وزير النقل الفريق ', 'Prof. ', 'السيد ']
PEOPLE = ['أحمد كمال', 'منى السيد', 'خالد الزهراني', 'Jean Martin (Paris)', 'آمال الحسيني']
RELEASES = 1000
PEAK_MOST = 200  # MiB, of all processes the largest
SUBJECTS = ['الطاقة المتجددة', 'التعليم', 'المياه']
ARAB = str.maketrans('٠١٢٣٤٥٦٧٨٩', '0123456789')


def named(n, i):
    return TITLES[i] * (n % 2 + n % 3 == 1) + PEOPLE[i]


def item(n, date, **more):
    fields = {'id': f'v{n}', 'language': 'ar-EG', 'date': date, 'section': ('الاقتصاد', 'المجتمع')[n % 2],
              'publisher': f'الهيئة رقم {n % 3}', 'headline': f'عنوان الخبر {"ابجدهوزحطيكلمنس"[n] * 3} من الأرشيف',
              'people': f'[{named(n, n % 5)}, {named(n, (n + 2) % 5)}]', 'subjects': f'[{SUBJECTS[n % 3]}]', **more}
    head = ''.join(f'{k}: {v}\n' for k, v in fields.items() if v)
    return f'---\nnashra-item: 1\n{head}---\n' + 'نص الخبر يقول إن المشروع يسير كما خطط له في المحافظات. ' * (4 + n * 9) + '\n'


def make_archive(folder):
    items = {n: item(n, f'2024-0{1 + n % 2}-{1 + n:02d}') for n in range(12)}
    items[12] = item(12, None)
    items[13] = item(13, '2024-01-30', status='withheld')
    items[14] = item(14, '2024-01-31', id='v0')
    folder.mkdir()
    for n, text in items.items():
        (folder / f'{n:02d}.md').write_text(text, encoding='utf-8')
    return items


class Pdf:
    """Objects as qpdf writes them down."""

    def __init__(self, path):
        out = subprocess.run(['qpdf', '--json=2', '--json-stream-data=none', path], capture_output=True, check=True).stdout
        j = json.loads(out)
        self.objects = j['qpdf'][1]
        self.pages = [p['object'] for p in j['pages']]
        self.outlines = j['outlines']

    def get(self, v):
        while isinstance(v, str) and re.fullmatch(r'\d+ 0 R', v):
            v = self.objects[f'obj:{v}']['value']
        return v

    def destinations(self):
        root = self.get(self.objects['trailer']['value']['/Root'])
        tree, found = [self.get(self.get(root['/Names'])['/Dests'])], {}
        while tree:
            node = tree.pop()
            tree += [self.get(k) for k in node.get('/Kids', [])]
            names = node.get('/Names', [])
            for k, v in zip(names[::2], names[1::2]):
                d = self.get(v)
                found[k.removeprefix('u:').removeprefix('b:')] = self.pages.index((d['/D'] if isinstance(d, dict) else d)[0]) + 1
        return found

    def links(self, page):
        """The names that a page's links lead to."""
        for a in self.get(self.get(self.pages[page - 1]).get('/Annots', [])):
            a = self.get(a)
            d = self.get(a['/A'])['/D'] if '/A' in a else a['/Dest']
            yield self.get(d).removeprefix('u:').removeprefix('b:')


def page_texts(pdf):
    out = subprocess.run(['mutool', 'draw', '-q', '-F', 'txt', pdf], capture_output=True, check=True).stdout.decode()
    text = re.sub('[\u034f\u200e\u200f\u2066-\u2069]', '', out)
    # MuPDF 1.25 alone puts a space behind some dashes between numbers.
    return [re.sub(r'(?<=–) (?=\d)', '', re.sub(r'[ \n]+', ' ', p)) for p in text.split('\f')]


def pages_of(s):
    """'3، 5–7' as numbers."""
    for part in re.findall(r'\d+(?:–\d+)?', s.translate(ARAB)):
        a, _, b = part.partition('–')
        yield from range(int(a), int(b or a) + 1)


def check_index(t, name, text, wanted):
    for who, pages in wanted.items():
        m = re.search(re.escape(who) + r'((?:، ?[٠-٩]+(?:–[٠-٩]+)?)+)', text)
        got = sorted(pages_of(m[1])) if m else None
        t.ok(got == sorted(pages), f'{name}: {who} is on the pages {sorted(pages)}', f'{got}\n{text[:1500]}')


def check_volume(t, name, path, items):
    done = subprocess.run(['qpdf', '--check', path], capture_output=True, text=True)
    t.ok(done.returncode == 0, f'{name}: qpdf finds no fault', done.stdout)
    pdf, texts = Pdf(path), page_texts(path)
    destinations = pdf.destinations()
    heads = {n: re.search('headline: (.*)', x)[1] for n, x in items.items()}
    body = {n: [i for i, p in enumerate(texts, 1) for _ in range(p.count(h))] for n, h in heads.items()}
    begins = {n: p[-1] for n, p in body.items()}
    t.ok(all(len(p) == 2 for p in body.values()), f'{name}: every headline stands in the contents and over its item', body)
    contents = texts[1]
    for n, h in heads.items():
        m = re.search(re.escape(h) + r'[ .]*([٠-٩]+)', contents)
        t.ok(m and int(m[1].translate(ARAB)) == begins[n], f'{name}: the contents lead to item {n}', contents[:600])
    last = texts[max(begins.values()):]
    index = ' '.join(p for p in last if 'فهرس' in p or '، ' in p)
    people = {}
    for n, x in items.items():
        for who in re.search(r'people: \[(.*)\]', x)[1].split(', '):
            people.setdefault(next((p for p in PEOPLE if who.endswith(p)), who), set()).add(begins[n])
    check_index(t, name, index[index.index('فهرس الأشخاص'):], people)
    order = [index.index(w) for w in ('أحمد', 'آمال', 'خالد', 'منى', 'Jean') if w in index]
    t.ok(not [w for w, p in zip(TITLES, PEOPLE) if w + p in index], f'{name}: without titles')
    t.ok(order == sorted(order), f'{name}: the index is in the order of the alphabet')
    named = [d for i in range(len(texts)) if i < len(pdf.pages) for d in pdf.links(i + 1)]
    t.ok(len(named) > 2 * len(items) and all(d in destinations for d in named), f'{name}: {len(named)} links lead somewhere',
         [d for d in named if d not in destinations])
    titles = [o['title'] for o in pdf.outlines]
    t.ok('المحتويات' in titles and 'فهرس الأشخاص' in titles and len(titles) >= 5, f'{name}: bookmarks', titles)
    folios = [int(m[-1].translate(ARAB)) for p in texts[1:len(pdf.pages)] if (m := re.findall('[٠-٩]+', p))]
    t.ok(len(folios) == len(pdf.pages) - 1, f'{name}: folios go on through all pages', folios)


def check_memory(t, program, folder):
    """A year of a thousand releases as one volume, in the memory that it may take."""
    archive, plan = folder / 'year', folder / 'year.jsonl'
    subprocess.run([sys.executable, ROOT / 'tools/make-archive', '-n', str(RELEASES), '--per-day', '3', archive], capture_output=True, check=True)
    status, _, err = run(program, 'batch', 'plan', archive, '-l', 'daily', '--by', 'year', '-o', plan, '--diagnostics', 'short')
    t.ok(status == 0, f'{RELEASES} releases of one year are planned', err)
    words = [str(w) for w in (program, 'batch', 'run', plan, '-O', folder / 'bound', '-j', 1, '-q')]
    pid = os.posix_spawn(words[0], words, os.environ)
    _, status, usage = os.wait4(pid, 0)
    pdfs = sorted((folder / 'bound').glob('*.pdf'))
    t.ok(status == 0 and len(pdfs) == 1, 'and are one volume', pdfs)
    pages = int(re.search(r'Pages: +(\d+)', subprocess.run(['pdfinfo', pdfs[0]], capture_output=True, text=True).stdout)[1])
    t.ok(pages > RELEASES / 2, f'of {pages} pages')
    t.ok(usage.ru_maxrss <= PEAK_MOST * 1024, f'which takes no more than {PEAK_MOST} MiB', f'{usage.ru_maxrss / 1024:.0f} MiB')


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as tmp:
        folder = pathlib.Path(tmp)
        items = make_archive(folder / 'archive')
        for layout in ('daily', 'letter', 'volume'):
            plan, out = folder / f'{layout}.jsonl', folder / layout
            status, _, err = run(program, 'batch', 'plan', folder / 'archive', '-l', layout, '--by', 'month', '-o', plan,
                                 '--title', 'مجلد الأخبار', '--diagnostics', 'short')
            t.ok(status == 0 and err.count('[batch.undated]') == 1 and '12.md' in err, f'{layout}: no date is told', err)
            status, _, err = run(program, 'batch', 'run', plan, '-O', out, '--diagnostics', 'short')
            t.ok(status == 0 and sorted(p.name for p in out.glob('*.pdf')) == ['2024-01.pdf', '2024-02.pdf', 'undated.pdf'],
                 f'{layout}: three volumes', err)
            journal = (out / '.nashra/journal.jsonl').read_text(encoding='utf-8')
            t.ok('press.withheld' in journal and 'press.same-id' in journal,
                 f'{layout}: what is withheld and an id given twice are told', journal)
            check_volume(t, f'{layout}/2024-02', out / '2024-02.pdf', {n: x for n, x in items.items() if n % 2 and n < 12})
            info = subprocess.run(['pdfinfo', out / '2024-01.pdf'], capture_output=True, text=True).stdout
            t.ok('مجلد الأخبار – يناير ٢٠٢٤' in info, f'{layout}: the title says what it is', info)
            texts = ' '.join(page_texts(out / '2024-01.pdf'))
            t.ok('نننن' not in texts and 'ننن' not in texts and 'سسس' in texts, f'{layout}: without what is withheld, with both of one id')
        check_memory(t, program, folder)
        found = validate([p for d in ('daily', 'letter', 'volume') for p in sorted((folder / d).glob('*.pdf'))])
        for name, profiles in found.items():
            for profile in ('PDF/A-2A', 'PDF/UA-1'):
                failed = profiles.get(profile, ['not claimed'])
                t.ok(not failed, f'{name}: {profile}', '\n'.join(failed))
    t.finish()


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]).resolve())
