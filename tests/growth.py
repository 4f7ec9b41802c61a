#!/usr/bin/env python3
"""
Twice as much takes about twice the work: counted in instructions under callgrind, which no load of the machine changes.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from tap import Tap


def instructions(*words, statuses=(0,)):
    done = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', *map(str, words)],
                          capture_output=True, text=True, timeout=300)
    got = re.search(r'Collected : (\d+)', done.stderr)
    if done.returncode not in statuses or not got:
        sys.exit(f'Bail out! {words}: {done.stderr}')
    return int(got[1])


LONG = 'هذه فقرة طويلة من نص الخبر تقول ما حدث وأين حدث ومن حضر وما قيل وما تقرر ومتى يبدأ العمل به، وفيها من الكلمات ما يكفي لتكون فقرة.'


def page(more):
    return f'<html><body><h1>عنوان</h1><p>نص</p>{more}<p>{LONG}</p></body></html>'


def post(more, text=''):
    return f'<?xml version="1.0"?><rss xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>' \
        f'<item><title>عنوان</title><c:encoded><![CDATA[{LONG} {text}]]></c:encoded><wp:post_id>1</wp:post_id>{more}</item></channel></rss>'


def document(**more):
    return json.dumps({'uri': 'x', 'headline': 'عنوان', 'body_text': 'فقرة', **more}, ensure_ascii=False)


# What a source may have much of: its name, how many of it are tried and twice as many, the source.
MUCH = [('breaks in a heading', 10000, lambda n: page(f'<h2>أ{"<br>" * n}ب</h2>')),
        ('paragraphs in a link with a long URL', 1000, lambda n: page(f'<a href="http://x.y/{"a" * 10 * n}">{"<p>أ</p>" * n}</a>')),
        ('pictures', 4000, lambda n: page(''.join(f'<img src="{i}.jpg">' for i in range(n)))),
        ('words that end it within a paragraph', 4000, lambda n: page(f'<p>{"نص. انتهى<br>" * n}نص</p>')),
        ('letters with a mark of their own', 4000, lambda n: page('<p>' + 'ا\u0653 ' * n)),
        ('marks on a letter', 4000, lambda n: page('<p>ب' + '\u064e\u0651' * n)),
        ('attributes of an element', 4000, lambda n: page(f'<p {" ".join(f"a{i}=b" for i in range(n))}>أ</p>')),
        ('categories', 3000, lambda n: post(''.join(f'<category>ق{i}</category>' for i in range(n)))),
        ('files of a post', 3000, lambda n: post('').replace('</channel>', ''.join(
            f'<item><wp:post_type>attachment</wp:post_type><wp:post_parent>1</wp:post_parent><wp:attachment_url>/{i}.jpg</wp:attachment_url></item>'
            for i in range(n)) + '</channel>')),
        ('shortcodes that are not closed', 8000, lambda n: post('', '[gallery ' * n)),
        ('shortcodes that are closed at the end', 8000, lambda n: post('', '[x ' * n + ']')),
        ('descriptions', 2000, lambda n: document(descriptions=[{'value': f'وصف {i}'} for i in range(n)], body_text='فقرة\n' * n))]


def imported(nashra, folder, n, make):
    path = pathlib.Path(folder) / f'much-{n}'
    path.write_text(make(n), encoding='utf-8')
    return instructions(nashra, 'import', '-n', '-q', path, '-o', folder, statuses=(0, 1))


def notes(folder, n):
    """A text of n notes."""
    path = pathlib.Path(folder) / f'{n}.md'
    path.write_text('---\nnashra-item: 1\nheadline: خبر\ndate: 2024-01-01\n---\n\n' + ' '.join(f'ا[^{i}]' for i in range(n)) + '\n\n' +
                    ''.join(f'[^{i}]: ب\n' for i in range(n)), encoding='utf-8')
    return path


def main(page_issues, nashra):
    t = Tap()
    few, many = (instructions(page_issues, '--items', n) for n in (100, 200))
    t.ok(many <= 2.2 * few, f'issues: 100 items {few / 1e6:.1f} M, 200 items {many / 1e6:.1f} M', f'{many / few:.2f} times')
    with tempfile.TemporaryDirectory() as folder:
        few, many = (instructions(nashra, 'dump', '--stage', 'item', notes(folder, n)) for n in (4000, 8000))
        t.ok(many <= 2.2 * few, f'notes: 4000 of an item {few / 1e6:.1f} M, 8000 {many / 1e6:.1f} M', f'{many / few:.2f} times')
        for name, n, make in MUCH:
            none, few, many = (imported(nashra, folder, k, make) for k in (1, n, 2 * n))
            t.ok(many - none <= 2.3 * (few - none), f'import: {n} {name} {(few - none) / 1e6:.1f} M, {2 * n} {(many - none) / 1e6:.1f} M',
                 f'{(many - none) / (few - none):.2f} times')
    t.finish()


main(*(pathlib.Path(x).resolve() for x in sys.argv[1:]))
