#!/usr/bin/env python3
"""
nashra speaks Arabic: every text has its translation, with the arguments of the original; and what is said is Arabic.

    arabic.py NASHRA
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

from tap import ROOT, Tap, run

ARABIC = re.compile('[\u0600-\u06FF]')
LEXEME = re.compile(r'/\*.*?\*/|//[^\n]*|\'(?:\\.|[^\'\\\n])+\'|"(?:\\.|[^"\\\n])*"|[A-Za-z_]\w*|\S', re.S)
# What reads as English: three words in a row, or an article and what it belongs to.
ENGLISH = re.compile(r"(?<![\w/.=-])(?:[A-Za-z']{2,} [a-z']+ [a-z']{2,}|(?:an?|the|its|no) [A-Za-z]{3,})(?![\w(=])")
# Texts in the sources that are not said in Arabic: file, what they are, why.
LEFT = (
    ('cli/manual.c', '', 'pages of man(1) are in English'),
    ('cli/completion.c', '', 'programs for shells'),
    ('cli/*.c', r'^[a-z -]+$', 'names of options and of their values'),
    ('cli/*.c', r'^[%s\\n ]*(cd %s\\n  )?nashra (render|explain) ', 'commands to type'),
    ('import/*.c', '^ .* $', 'names of elements and fields'),
    ('batch/deps.c', '^# What nashra batch run', 'a comment in a makefile'),
    ('layout/describe.c', '^(such as|a list of) $', 'what is looked for in a text'),
    ('layout/strings.c', '', 'what layouts of English print'),
    ('pdf/intent.c', '', 'names of printing conditions, in English in each PDF'),
    ('press/overlay.c', '', 'names of colours of our own'),
    ('yaml/yaml.c', '^(found|mapping|could not|did not|block) ', "libyaml's sentences, by which ours are found"),
    ('yaml/slip.c', '^(cannot start|expected node|did not find|mapping|unexpected end)', "libyaml's sentences"),
    ('base/arena.c', '^arena: ', 'the process ends'),
    ('*/*.c', 'no memory( for colours)?$', 'the process ends'),
)


def test_catalogue(t, program, folder):
    """tools/gather-words.sh says what there is to say; po/ar.po must say all of it, and nothing else."""
    pot, merged = folder / 'all.pot', folder / 'ar.po'
    pot.write_bytes(subprocess.run([ROOT / 'tools/gather-words.sh', program], capture_output=True, check=True, timeout=120).stdout)
    done = subprocess.run(['msgcmp', '--no-fuzzy-matching', ROOT / 'po/ar.po', pot], capture_output=True, text=True, timeout=60)
    t.ok(done.returncode == 0, 'no text is untranslated (the others: tools/gather-words.sh, then po/ar.po)', done.stderr)
    subprocess.run(['msgmerge', '--quiet', '--no-fuzzy-matching', '-o', merged, ROOT / 'po/ar.po', pot], check=True, timeout=60)
    stale = subprocess.run(['msgattrib', '--only-obsolete', merged], capture_output=True, text=True, check=True, timeout=60).stdout
    t.ok('#~ msgid' not in stale, 'no translation is of a text that is gone', stale[-2000:])
    done = subprocess.run(['msgfmt', '--check', '--check-format', '-o', '/dev/null', ROOT / 'po/ar.po'], capture_output=True, text=True, timeout=60)
    t.ok(done.returncode == 0, 'formats have the arguments of the original', done.stderr)
    count = len(re.findall(r'^msgid ', pot.read_text(encoding='utf-8'), re.M)) - 1
    t.ok(count > 1200, f'{count} texts')


def literals(path):
    """The texts of a source file, as the compiler joins them."""
    now = []
    for word in LEXEME.findall(path.read_text(encoding='utf-8')):
        if word[0] == '"':
            now.append(word[1:-1])
        elif not word.startswith(('/*', '//')):
            if now:
                yield re.sub(r'\\u([0-9a-f]{4})', lambda m: chr(int(m[1], 16)), ''.join(now))
            now = []


def test_sources(t):
    """What reads as English in the sources has its translation, though no keyword of xgettext stands before it."""
    po = (ROOT / 'po/ar.po').read_text(encoding='utf-8')
    known = {''.join(s[1:-1] for s in m.splitlines()) for m in re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', po, re.M)}
    used, forgotten, n = set(), [], 0
    for path in sorted((ROOT / 'src').glob('*/*.c')):
        if path.name.startswith(('test-', 'bench')):
            continue
        for text in literals(path):
            n += 1
            if text in known or not ENGLISH.search(text) or ARABIC.search(text):
                continue
            left = [x for x in LEFT if path.match(x[0]) and re.search(x[1], text)]
            used.update(left[:1])
            if not left:
                forgotten.append(f'{path.relative_to(ROOT)}: {text}')
    t.ok(n > 5000 and not forgotten, f'{n} texts of the sources: what is English is in po/ar.po', '\n'.join(forgotten))
    t.ok(used == set(LEFT), 'what is left in English is there', set(LEFT) - used)


def english(said, *known):
    """Where messages and their help are English, in isolates too, and that is nothing of the files they are about."""
    plain = lambda s: re.sub(r'[\s,]*\b\d+(?:\.\d+)?,?\s+|\s+', ' ', s)  # numbers stand between words
    known = plain(' '.join(known))
    found = []
    for line in said.splitlines():
        if re.match(r'\s*\d* \|', line):
            continue
        line = re.sub(r'nashra [a-z]+( [A-Za-z./-]+)*', '', re.sub('[\u2066-\u2069]', '', line))
        found += [f'{m[0]}: {line}' for m in ENGLISH.finditer(plain(line)) if m[0] not in known]
    return found


def test_messages(t, program):
    """Each mistake of tests/bad: text and help in Arabic, place and code as ever."""
    for case in sorted((ROOT / 'tests/bad').glob('*.diag')):
        item = next((case.with_suffix(s) for s in ('.md', '.yaml', '.issue') if case.with_suffix(s).exists()), None)
        words = ['good.md', '-l', item.name] if item.suffix == '.yaml' else [item.name, '-l', 'release']
        status, out, err = run(program, 'render', '--lang', 'ar', *words, '-o', '/dev/null/x.pdf', cwd=case.parent)
        first = [line for line in err.splitlines() if re.search(r'\[\u2066[a-z0-9.-]+\u2069\]$', line)]
        t.ok(status in (1, 2) and first and all('خطأ' in line or 'تحذير' in line for line in first), f'{case.stem}: messages in Arabic', err)
        plain = [re.sub('\u2066[^\u2069]*\u2069|\u2068[^\u2069]*\u2069', '', line) for line in first]
        t.ok(all(len(re.findall(r'[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}', line)) == 0 for line in plain), f'{case.stem}: no English sentence is left', '\n'.join(plain))
        found = english(err, item.read_text(encoding='utf-8', errors='replace'))
        t.ok(not found, f'{case.stem}: nor a part of one', '\n'.join(found))
        balanced = all(line.count('\u2066') + line.count('\u2067') + line.count('\u2068') == line.count('\u2069') for line in err.splitlines())
        t.ok(balanced, f'{case.stem}: what is isolated ends', err)


LAYOUTS = {
    # Columns too narrow for their words, heads that do not fit, codes and pictures too small to print.
    'narrow': """extends: daily.yaml
page: {columns: {count: 3, gap: 4mm}}
figure: {min-dpi: 1200}
item: {order: [section, kicker, headline, decks, byline, lead, media, body, qr]}
qr: {text: "https://example.org/a/long/address/of/a/release/{item.id}", size: 20pt}
styles:
  body: {size: 13pt, justify: {space: [80%, 100%, 120%], kashida: off}}
  headline: {max-lines: 1, size: 30pt}
""",
    # Issues that must do with fewer pages than they want.
    'short': 'extends: daily.yaml\nfit: {pages: 7}\n',
    'dropped': 'extends: daily.yaml\nfit: {pages: 7, freedoms: {optional: [decks, media]}}\n',
    'long': 'extends: daily.yaml\nfit: {pages: 14}\n',
    # A line is higher than a page.
    'overset': 'extends: release.yaml\npage: {size: [100mm, 160mm], margins: {top: 40mm, bottom: 30mm}}\nstyles:\n  lead: {size: 200pt, leading: 300pt}\n',
}


def test_pages(t, program, folder):
    """What is told of lines, pages and issues: all samples in all layouts, and in some that go wrong."""
    for path in (ROOT / 'layouts').glob('*.yaml'):
        (folder / path.name).write_bytes(path.read_bytes())
    for name, text in LAYOUTS.items():
        (folder / f'{name}.yaml').write_text('nashra-layout: 1\n' + text, encoding='utf-8')
    (folder / 'word.md').write_text(f'---\nnashra-item: 1\nheadline: كلمة طويلة\nlead: مقدمة\n---\n\nفقرة فيها {"م" * 140} وكلام.\n', encoding='utf-8')
    samples = [*(ROOT / 'samples').glob('*.md'), *(ROOT / 'samples').glob('*/issue.yaml'), folder / 'word.md']
    known = ' '.join(p.read_text(encoding='utf-8') for p in [*(ROOT / 'samples').rglob('*.md'), *folder.glob('*.yaml')])
    codes, n, found = set(), 0, []
    for sample in samples:
        for layout in folder.glob('*.yaml'):
            err = run(program, 'check', sample, '-l', layout, '-v', '--lang', 'ar')[2]
            found += english(err, known)
            codes.update(re.findall('\\[\u2066([a-z0-9.-]+)\u2069\\]$', err, re.M))
            n += 1
    t.ok(not found, f'{n} bulletins: no part of a message is English', '\n'.join(sorted(set(found))))
    wanted = {'line.loose', 'line.touching', 'line.overfull', 'line.parted', 'line.kashida-emergency', 'page.qr-small', 'page.low-dpi', 'page.keep-broken',
              'page.headline-too-long', 'page.overset', 'page.figure-far', 'fit.too-long', 'fit.left-out', 'fit.short', 'story.bound'}
    t.ok(wanted <= codes, f'messages of {len(codes)} codes', f'not {wanted - codes} among {codes}')


ITEM = '---\nnashra-item: 1\nid: same\nheadline: عنوان\n{}---\n\n{}\n'
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"{}><path d="M0 0L1 1" stroke="red"/></svg>'
FILES = {
    'gif.png': 'GIF89a', 'empty.png': '', 'other.png': 'hello', 'sizeless.svg': DRAWING.format(''), 'text.pdf': 'hello', 'cut.pdf': '%PDF-1.4\n',
    'picture.md': ITEM.format('media:\n' + ''.join(f'  - {{file: {f}, alt: صورة}}\n' for f in ('gif.png', 'empty.png', 'other.png', 'sizeless.svg', 'cut.pdf', 'sub')), 'فقرة.'),
    'body.md': ITEM.format('', '#### عنوان\n\n- بند\n\n  > قول'),
    'issue.yaml': 'nashra-issue: 1\nsections:\n  - titel: باب\n    items: [body.md]\n',
    'cut.xml': '<rss version="2.0"><channel><item><title>خبر</title><description>نص',
    'slips.xml': '<rss version="2.0"><channel><item><title>خبر</title><description>' + '</description></item><item><description>'.join(
        ('أ & ب', 'أ < ب', 'أ &nbsp ب', 'أ &none; ب', '<b>أ')) + '</description></item></channel></rss>',
    'cut.json': '{"headline": "x", "body', 'comma.json': '{"headline": "x" "body": "y"}',
    'none.txt': 'فقرة طويلة لا عنوان فوقها لأن من كتبها نسي أن يكتبه، وهي أطول من أن تكون هي العنوان في صحيفة من الصحف التي تصدر كل يوم.\n\nوفقرة بعدها.\n',
    'sub/one.md': ITEM.format('', 'فقرة.'), 'sub/two.md': ITEM.format('', 'غيرها.'),
    'wide.yaml': 'nashra-layout: 1\nextends: daily.yaml\npage: {columns: {count: 3}}\nstyles:\n  headline: {max-lines: 1, size: 24pt}\n',
}
MISTAKES = (
    'check picture.md -l release', 'check body.md issue.yaml -l release', 'check none.md -l release', 'check sub -l release', 'check body.md -l none',
    'render {sample} -l release -o none/x.pdf', 'render {sample} -l release -o sub', 'render {sample} -l release -o /proc/x.pdf',
    'import cut.xml slips.xml cut.json comma.json none.txt sub none -o items', 'import {sample} -o text.pdf', 'batch plan sub -l release -o plan.jsonl', 'batch plan none -l release -o plan.jsonl',
    'batch run none.jsonl -O out', 'batch run text.pdf -O out', 'batch merge sub -o x.json', 'impose booklet text.pdf -o x.pdf', 'impose booklet none -o x.pdf',
    'verify none.pdf', 'verify sub', 'diff daily.yaml wide.yaml {sample}', 'diff daily.yaml none.yaml {sample}', 'watch none.yaml -l daily -o x.png',
    'new sub', 'new none/none', 'fonts specimen none -o x.pdf', 'inspect none.md -l daily', 'explain none', 'dump --stage none', 'render --lang xx', 'serve --port 0 x',
)


def test_mistakes(t, program, folder):
    """What is told of files and pictures that are not as they should be, by all commands."""
    (folder / 'sub').mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding='utf-8')
    for name in ('daily', 'binding-ar'):
        (folder / f'{name}.yaml').write_bytes((ROOT / f'layouts/{name}.yaml').read_bytes())
    known = ' '.join(p.read_text(encoding='utf-8') for p in (ROOT / 'samples/daily').glob('*.md'))
    for words in MISTAKES:
        status, out, err = run(program, *words.format(sample=ROOT / 'samples/daily/issue.yaml').split(), '--lang', 'ar', cwd=folder)
        found = english(out + err, known)
        t.ok((status != 0 or 'تحذير' in err) and ARABIC.search(out + err) and not found, f'{words}: no part of a message is English', '\n'.join(found) or f'{status} {out}{err}')
    out = subprocess.run([program, 'fonts', '--lang', 'ar'], stdout=open('/dev/full', 'wb'), stderr=subprocess.PIPE, timeout=60, check=False).stderr.decode()
    t.ok('القرص ممتلئ' in out and not english(out), 'a disk that is full', out)


def ends(line):
    """In which columns of a terminal the cells of a line end."""
    shown = ''.join(c for c in line if unicodedata.category(c) not in ('Mn', 'Cf'))
    return [m.end() for m in re.finditer(r'\S(?!\S)', shown)]


def test_tables(t, program):
    """What inspect and fonts list: words in Arabic, names as they are, figures in their columns and heads over them."""
    issue = ROOT / 'samples/daily/issue.yaml'
    for words in (('inspect', issue, '-l', 'daily', '-q'), ('fonts',)):
        own, said = run(program, *words)[1].splitlines(), run(program, *words, '--lang', 'ar')[1].splitlines()
        t.ok(len(own) == len(said) > 7, f'{words[0]}: {len(said)} lines')
        found = english('\n'.join(said))
        t.ok(not found and sum(bool(ARABIC.search(line)) for line in said) > 7, f'{words[0]}: in Arabic', '\n'.join(found))
        figures = [[re.findall(r'\d+(?:\.\d+)?', line) for line in lines] for lines in (own, said)]
        t.ok(figures[0] == figures[1], f'{words[0]}: the same figures in the same order')
        if words[0] == 'fonts':
            continue
        # The one word of the program in a row is the side of a page.
        rows = [(a, b) for a, b in zip(own, said) if re.match(r' +\S.*  ', a) and not ARABIC.search(a)]
        moved = [b for a, b in rows if ends(a.replace('right', 'left ')) != ends(b)]
        t.ok(not moved and len(rows) > 25, f'{words[0]}: figures of {len(rows)} rows stand in their columns', '\n'.join(moved))
        heads = [(a, b) for a, b in zip(own, said) if re.match('(Fonts|Styles|Pages|Items)  ', a)]
        left = {'Fonts': 1, 'Styles': 2, 'Pages': 2, 'Items': 1}
        moved = [b for a, b in heads if ends(a)[left[a.split()[0]]:13] != ends(b)[left[a.split()[0]]:13]]
        t.ok(not moved and len(heads) == 4, f'{words[0]}: {len(heads)} heads of columns, too', '\n'.join(moved))
    out = run(program, 'inspect', issue, '-l', 'daily', '-q', '-f', 'json', '--lang', 'ar')[1]
    t.ok(out == run(program, 'inspect', issue, '-l', 'daily', '-q', '-f', 'json')[1], 'programs read the same JSON in all languages')


def test_help(t, program):
    help_text = run(program, '--lang', 'ar')[1]
    for name in re.findall(r'^  ([a-z]+) {2,}', help_text, re.M):
        for line in run(program, name, '--help', '--lang=ar')[1].splitlines():
            if line.startswith(('      --', '  -')):
                t.ok(ARABIC.search(line), f'{name} {line.split("=")[0].strip()} is told in Arabic', line)
    t.ok(ARABIC.search(run(program, 'explain', 'layout.page.bleed', '--lang', 'ar')[1]), 'keys are explained in Arabic')
    t.ok(ARABIC.search(run(program, env={'LC_ALL': 'ar_EG.UTF-8'})[1]), 'the environment says the language')
    t.ok(not ARABIC.search(run(program, '--lang', 'en', env={'LC_ALL': 'ar_EG.UTF-8'})[1]), '--lang overrules it')
    status, _, err = run(program, '--lang', 'xx')
    t.ok(status == 2 and 'wants ar or en' in err, 'another language is told')


PAGE = """<html lang="ar"><head><meta property="article:published_time" content="2024-02-29"></head><body><p>رئيسية</p><article><p>تمهيد</p>
<h1>عنوان</h1><p>أ\u00a0ب</p><p>بقلم: فلان</p><figure><img src="a.png"></figure><p>فقرة &amp;hellip;</p><p>انتهى</p></article></body></html>
"""


def test_reports(t, program, folder):
    """What import and batch tell on the way, and what is kept of it."""
    (folder / 'page.html').write_text(PAGE, encoding='utf-8')
    words = ['import', folder / 'page.html', '-o', folder / 'items', '--explain']
    status, out, err = run(program, *words, '--lang', 'ar')
    told = [re.sub('\u2068[^\u2069]*\u2069', '', line.split('.html:', 1)[1]) for line in out.splitlines()]
    english = [line for line in told if not ARABIC.search(line) or re.search(r'[a-z]{3,} [a-z]{2,}', line)]
    t.ok(status == 0 and len(told) > 8 and not english, f'{len(told)} guesses and changes are told in Arabic', english)
    t.ok(ARABIC.search(err) and not re.search('[a-z]', err.replace('nashra', '')), 'so is how many there were', err)
    kept = (folder / 'items/import.report').read_text(encoding='utf-8')
    t.ok(kept == out, 'the report has the same lines', kept)
    (folder / 'archive').mkdir()
    (folder / 'archive/a.md').write_bytes((ROOT / 'samples/statement.md').read_bytes())
    run(program, 'batch', 'plan', folder / 'archive', '-l', 'letter', '-o', folder / 'plan.jsonl')
    status, _, err = run(program, 'batch', 'run', folder / 'plan.jsonl', '-O', folder / 'out', '-k', '--progress', 'always', '--lang', 'ar')
    t.ok('nashra: \u200f1 من 1 (' in err and not re.search('[a-z]{2,} [a-z]{2,}', err), 'and how far a batch is', err)
    status, out, err = run(program, 'verify', folder / 'out/a.pdf', '--lang', 'ar')
    t.ok(status == 0 and 'سليم' in out and 'صفحة' in out, 'a verdict too', out + err)


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as folder:
        test_catalogue(t, program, pathlib.Path(folder))
        test_reports(t, program, pathlib.Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        test_pages(t, program, pathlib.Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        test_mistakes(t, program, pathlib.Path(folder))
    test_tables(t, program)
    test_sources(t)
    test_messages(t, program)
    test_help(t, program)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
