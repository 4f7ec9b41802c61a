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

from tap import ROOT, Tap, run

ARABIC = re.compile('[\u0600-\u06FF]')


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
        balanced = all(line.count('\u2066') + line.count('\u2067') + line.count('\u2068') == line.count('\u2069') for line in err.splitlines())
        t.ok(balanced, f'{case.stem}: what is isolated ends', err)


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
    test_messages(t, program)
    test_help(t, program)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
