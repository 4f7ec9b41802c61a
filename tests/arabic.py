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


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as folder:
        test_catalogue(t, program, pathlib.Path(folder))
    test_messages(t, program)
    test_help(t, program)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
