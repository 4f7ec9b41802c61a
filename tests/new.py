#!/usr/bin/env python3
"""
A new publication renders at once without a word, and never writes over anything.

    new.py NASHRA
"""
import pathlib
import re
import sys
import tempfile

from tap import ROOT, Tap, run

DAY = {'SOURCE_DATE_EPOCH': '1795521600'}  # 24 November 2026, noon


def tree(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob('*') if p.is_file())


def makes(t, program, tmp):
    status, out, err = run(program, 'new', 'news', cwd=tmp, env=DAY)
    t.ok(status == 0 and err == '', 'it is made without a message', err)
    news = tmp / 'news'
    wanted = sorted(['README.md', 'issue.yaml', 'layout/house.yaml', 'layout/daily.yaml', 'layout/binding-ar.yaml',
                     'items/01-library.md', 'items/02-training.md', 'items/03-notice.md',
                     'items/pictures/library.png'])
    t.same('\n'.join(wanted), '\n'.join(tree(news)), 'all files are there')
    t.ok('date: 2026-11-24' in (news / 'issue.yaml').read_text(), 'the issue is of the day')
    t.ok(not any(b'@DATE@' in p.read_bytes() for p in news.rglob('*') if p.is_file()), 'no day is left open')
    t.same(str([p.name for p in tmp.iterdir()]), "['news']", 'nothing else is left beside it')
    return news


def renders(t, program, news):
    """What the command and the README say is done as they say it."""
    readme = (news / 'README.md').read_text()
    said = set(re.findall(r'`(nashra (?:render|check|inspect|fonts)[^`]*)`', readme))
    said |= {line.strip() for line in readme.splitlines() if line.startswith('    nashra ')}
    t.ok(len(said) >= 3, f'the README says {len(said)} commands', said)
    for words in sorted(said):
        status, out, err = run(program, *words.split()[1:], cwd=news)
        t.ok(status == 0 and err == '', words, err)
    t.ok((news / 'bulletin.pdf').read_bytes().startswith(b'%PDF'), 'there is a PDF')


def keys_count(t, program, news):
    """Each of the four things in the layout that one may change does change the pages."""
    house = news / 'layout' / 'house.yaml'
    text = house.read_text()
    before = run(program, 'dump', '--stage', 'layout', '-l', house)[1]
    for old, new in (('[90, 38, 62, 34]', '[10, 90, 60, 20]'), ('count: 2', 'count: 3'), ('[20pt, 18pt', '[26pt, 18pt'),
                     ('أخبارنا من مصادرها', 'كل صباح')):
        assert old in text
        house.write_text(text.replace(old, new))
        status, out, err = run(program, 'dump', '--stage', 'layout', '-l', house)
        t.ok(status == 0 and out != before, f'{old} can be changed', err)
    house.write_text(text)


def knows_layouts(t, program, news):
    """The program's own layouts are meant by a name; what is nearly one is told, as a name and as that of a file."""
    for word, said in (('relese', "'relese': did you mean 'release'?"), ('daily.yaml', "'daily.yaml': did you mean 'daily'?"),
                       ('daily.yml', "'daily.yml': did you mean 'daily'?"), ('./daly.yaml', 'file.missing'), ('x.yaml', 'file.missing')):
        status, out, err = run(program, 'render', 'issue.yaml', '-l', word, '-o', 'none.pdf', cwd=news)
        t.ok(status == 2 and said in err and not (news / 'none.pdf').exists(), f'-l {word}', err)


def layouts_are_good(t, program):
    """What the program's own layouts say is all meant, and nothing in them is warned of."""
    files = [p for p in sorted((ROOT / 'layouts').glob('*.yaml')) if not p.name.startswith('binding')]
    status, out, err = run(program, 'check', *files)
    t.ok(len(files) > 8 and status == 0 and not err, f'{len(files)} layouts are without fault', f'{status} {err}')


def refuses(t, program, tmp):
    news = tmp / 'news'
    before = {p: (news / p).read_bytes() for p in tree(news)}
    status, out, err = run(program, 'new', 'news', cwd=tmp)
    t.ok(status == 2 and 'news is there already' in err, 'a folder that holds something is refused', err)
    t.ok(before == {p: (news / p).read_bytes() for p in tree(news)}, 'and is as it was')
    (tmp / 'file').write_text('mine')
    status, out, err = run(program, 'new', 'file', cwd=tmp)
    t.ok(status == 2 and (tmp / 'file').read_text() == 'mine', 'so is a file', err)
    (tmp / 'empty').mkdir()
    status, out, err = run(program, 'new', 'empty/', cwd=tmp)
    t.ok(status == 0 and (tmp / 'empty' / 'issue.yaml').exists(), 'an empty folder is filled', err)
    status, out, err = run(program, 'new', 'nowhere/news', cwd=tmp)
    t.ok(status == 4 and 'No such file' in err, 'a folder in no folder is told', err)
    for words in ((), ('a', 'b')):
        status, out, err = run(program, 'new', *words, cwd=tmp)
        t.ok(status == 2 and 'folder' in err, f'{len(words)} names', err)
    t.same("['empty', 'file', 'news']", str(sorted(p.name for p in tmp.iterdir())), 'nothing else is left')


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as name:
        tmp = pathlib.Path(name)
        news = makes(t, program, tmp)
        renders(t, program, news)
        keys_count(t, program, news)
        knows_layouts(t, program, news)
        layouts_are_good(t, program)
        refuses(t, program, tmp)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
