#!/usr/bin/env python3
"""
Imports: the real page of the seed becomes the item an editor made of it; no line of any text is lost; what is no text is refused.

    import.py NASHRA
"""
import collections
import json
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile

from sources import html_lines, item_texts, lost, wxr_posts
from tap import ROOT, Tap, run

SEED = ROOT.parent / 'shared/seed'
LONG = 'هذه فقرة طويلة من نص الخبر تقول ما حدث وأين حدث ومن حضر وما قيل وما تقرر ومتى يبدأ العمل به، وفيها من الكلمات ما يكفي لتكون فقرة.'

# What CommonMark, YAML or a page of text could take for something else; each is a paragraph or a headline.
TRAPS = ['- بند', '+ بند', '* نجمة', '***', '---', '===', '> اقتباس', '# عنوان', '## عنوان', '1. أولا', '12) ثانيا', '| أ | ب |',
         '&amp; &#65; & AT&T', '<b>غليظ</b> <!-- -->', '[رابط](http://x.y)', '[^1]: حاشية', '[x]: y', '![صورة](a.png)', 'a_b_c __x__', '**قوي**',
         '`رمز`', 'خلفي\\', '\\*', '~~~', '```', ':::', 'قال: "نعم" # لا', "'مقتبس'", '"كله"', '{خريطة}', '[قائمة]', 'http://a.b/c_d*e*', '— فلان', '٣. ثالثا']


class Imports:
    """One folder of sources and one of items."""

    def __init__(self, program, folder):
        self.program, self.folder = program, pathlib.Path(folder)
        self.items = self.folder / 'items'

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode('utf-8'))
        return path

    def run(self, *words):
        return run(self.program, 'import', *words, '-o', self.items, '--diagnostics', 'short')

    def read(self, path):
        status, out, err = run(self.program, 'dump', '--stage', 'item', path)
        return json.loads(out) if status == 0 else {'error': err}

    def one(self, name, content):
        """Import one text; its item, the status and what was said."""
        status, out, err = self.run(self.write(name, content), '--explain')
        path = self.items / (name.rsplit('.', 1)[0] + '.md')
        return (self.read(path) if status == 0 else None), status, out + err


def body_lines(blocks):
    for b in blocks:
        if b.get('text'):
            yield ''.join(t if isinstance(t, str) else t['text'] for t in b['text'])
        yield from body_lines(b.get('blocks', b.get('children', [])))


def literal(value):
    return value if isinstance(value, str) else value.get('literal')


def all_texts(item):
    """Parts and residue, without blanks, as one bag of characters a text."""
    parts = [item[k] for k in ('section', 'kicker', 'headline') if k in item]
    parts += item.get('decks', [])
    parts += [literal(item[k]) for k in ('byline', 'dateline') if k in item]
    parts += list(body_lines(item['body'])) + [r['text'] for r in item.get('residue', [])]
    return collections.Counter(''.join(parts).replace(' ', ''))


def check_seed(t, im):
    """The page becomes the very file an editor made of it, but for what nobody can know from it."""
    page = next(SEED.glob('*.txt'))
    words = (page, '--id', 'seed-000', '--language', 'ar-EG')
    status, _, err = im.run(*words)
    t.ok(status == 0, 'the seed is imported', err)
    t.same((SEED / 'release.md').read_text(encoding='utf-8'), (im.items / 'seed-000.md').read_text(encoding='utf-8'),
           'the seed is the item an editor made of it, byte for byte')
    before = {p.name: p.read_bytes() for p in im.items.iterdir()}
    status, _, err = im.run(*words)
    t.ok(status == 0 and '1 there already' in err, 'a second run finds the item', err)
    t.ok(before == {p.name: p.read_bytes() for p in im.items.iterdir()}, 'and leaves the same bytes, with one report')
    status, _, err = im.run(im.write('other.txt', f'قسم\nعنوان\nبقلم: فلان\n{LONG}'))
    t.ok((im.items / 'import.2.report').exists() and (im.items / 'import.report').read_bytes() == before['import.report'],
         'another report stands beside the first', err)
    for word, value in (('--id', 'a b'), ('--date', '2026-13-01')):
        status, _, err = im.run(page, word, value)
        t.ok(status == 1 and 'import.option' in err, f'{word} {value} is refused', err)


PAGE = """<!DOCTYPE html>
<html lang="ar-SA"><head><meta charset="utf-8"><title>عنوان الخبر | الموقع</title><meta property="og:title" content="عنوان الخبر">
<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"], "articleSection": "اقتصاد",
 "datePublished": "2024-02-29T10:00:00+03:00"}]}</script></head>
<body><nav><a href="/">الرئيسية</a></nav><div><article>
<h1>عنوان &amp;amp; الخبر</h1><p>خلال جولة</p><p>سطر فرعي أطول من أن يكون تمهيدا لأن حروفه أكثر من أربعين</p>
<p>بقلم: فلان</p><div class="share-buttons">انشر</div><figure><img src="https://x.example/a%20b.jpg?w=1" alt="وصف"><figcaption>شرح</figcaption></figure>
<p>LONG <b>غليظ </b>و<a href="https://x.example/?a=1&amp;b=2">رابط</a>،<br>سطر<br><br>فقرة</p>
<h3>فرعي</h3><ul><li>أول<li>ثان</ul><ol><li>واحد</li></ol><blockquote><p>قول</p></blockquote>
<table><tr><th>أ</th><th>ب|ج</th></tr><tr><td></td><td>٢ <b>٣</b></td></tr></table>
<p>1. رقم</p><p>- شرطة **نجوم** <em>«</em>مائل</p><table><tr><td><p>تخطيط</p></td></tr></table>
<p>// انتهى //16:20ت م 0147</p><p>بعده</p></article></div><footer>حقوق</footer></body></html>
"""

PAGE_BODY = """
LONG **غليظ** و[رابط](<https://x.example/?a=1&b=2>)،\\
سطر

فقرة

## فرعي

- أول
- ثان

1. واحد

> قول

| أ | ب\\|ج |
|---|---|
|  | ٢ ٣ |

1\\. رقم

\\- شرطة \\*\\*نجوم\\*\\* «مائل

تخطيط
"""


def check_page(t, im):
    """A saved page: each thing in it, and what becomes of it."""
    page = PAGE.replace('LONG', LONG)
    item, status, said = im.one('page.html', page)
    t.ok(status == 0, 'a page of HTML is imported', said)
    text = (im.items / 'page.md').read_text(encoding='utf-8')
    t.same(PAGE_BODY.replace('LONG', LONG), text.split('\n---\n', 1)[1], 'its body')
    wanted = {'headline': 'عنوان &amp; الخبر', 'kicker': 'خلال جولة', 'section': 'اقتصاد', 'language': 'ar-SA',
              'date': '2024-02-29T10:00:00+03:00', 'decks': ['سطر فرعي أطول من أن يكون تمهيدا لأن حروفه أكثر من أربعين']}
    for key, value in wanted.items():
        t.ok(item.get(key) == value, f'its {key}', item.get(key))
    t.ok(literal(item['byline']) == 'بقلم: فلان', 'its byline', item['byline'])
    t.ok(item['media'] == [{'file': 'a b.jpg', 'alt': 'وصف', 'caption': 'شرح'}], 'its picture is named', item['media'])
    why = lost(html_lines(page), item_texts(item))
    t.ok(not why, 'parts and residue are all its lines', why)
    for url in ('/a/b', '//x.example/a'):
        item, _, said = im.one('url.html', f'<html><head><meta property="og:url" content="{url}"></head><body><h1>عنوان</h1><p>{LONG}</p></body></html>')
        t.ok(item and 'url' not in item['source'] and item['ext'] == {'url': url}, f'{url} names no page by itself', f'{item}{said}')
        (im.items / 'url.md').unlink(missing_ok=True)
    for kind, name, content in (('HTML', 'misnamed.txt', page), ('text', 'text.html', f'قسم\nعنوان\nبقلم: فلان\n{LONG}')):
        status, _, err = im.run(im.write(name, content))
        t.ok(status == 0 and 'import.name' in err, f'{kind} under the name {name} is told of', err)
    page = f'<html><meta charset="windows-1256"><h1>عنوان</h1><p>{LONG}</p></html>'
    item, _, said = im.one('w1256.html', page.encode('cp1256'))
    t.ok(item and item['headline'] == 'عنوان' and 'windows-1256' in said, 'a page in windows-1256', said)


# The lines above a body, and which of them are section and headline.
HEADS = [(['سياسة', 'عنوان الخبر'], 'سياسة', 'عنوان الخبر'), (['خلايا نائمة هنا!', 'رقية فلان'], None, 'خلايا نائمة هنا!'), (['المدينة ترفض التأجيل', 'المدينة: عبدالله فلان'], None, 'المدينة ترفض التأجيل'),
         (['أخبار المناطق', 'عنوان للخبر يمتد طويلا حتى يصير أكثر من أربعين حرفا'], 'أخبار المناطق', 'عنوان للخبر يمتد طويلا حتى يصير أكثر من أربعين حرفا'),
         (['أخبار المناطق', 'عنوان الخبر', 'بقلم: فلان'], 'أخبار المناطق', 'عنوان الخبر'), (['كاريكاتير', 'فلان'], None, 'كاريكاتير'),
         (['أخبار المناطق', 'عنوان الخبر', 'سطر تحت العنوان'], 'أخبار المناطق', 'عنوان الخبر')]


def check_heads(t, im):
    """Who wrote an article is not its headline, nor is its headline a section."""
    for lines, section, headline in HEADS:
        item, _, said = im.one('head.txt', '\n'.join([*lines, LONG]))
        t.ok(item and (item.get('section'), item['headline']) == (section, headline), f'section and headline of {lines}', f'{item}{said}')
        (im.items / 'head.md').unlink(missing_ok=True)


def check_traps(t, im):
    """Each trap as headline, as deck and as paragraph comes back as it stands."""
    for i, trap in enumerate(TRAPS):
        item, _, said = im.one(f'trap-{i}.txt', f'قسم\n{trap}\nعنوان فرعي طويل يمتد حتى يصير أكثر من أربعين حرفا في سطره\nبقلم: فلان\n{LONG}\n{trap}\n')
        good = item and item.get('headline') == trap and list(body_lines(item['body'])) == [LONG, trap]
        t.ok(good, f'as it stands: {trap}', f'{said}\n{item}')


TEASER = '<article><p>خبر آخر أقصر منه.</p></article>'
# What stands around the release, or what its element is called, and none of its text is left for it.
WRAPPERS = [('a form around all, as of ASP.NET', '<form id="aspnetForm"><h1>عنوان</h1><div>PAGE</div></form>'),
            ('an element that is called has-sidebar', '<div class="main has-sidebar"><h1>عنوان</h1>PAGE<div class="sidebar"><p>جانبي</p></div></div>'),
            ('a nav that is never closed', '<article><h1>عنوان</h1><nav class="breadcrumb"><a>الرئيسية</a>PAGE</article>'),
            ('teasers that are articles', f'{TEASER}<h1>عنوان</h1><div class="text">PAGE</div>{TEASER}{TEASER}'),
            ('comments that are articles', f'<h1>عنوان</h1><main>PAGE<ul class="comments"><li>{TEASER * 30}</li></ul></main>'),
            ('the subject in its class', '<article><h1>عنوان</h1><div class="post hentry category-social tag-share">PAGE</div></article>')]


def check_wrappers(t, im):
    """A release is found whatever the elements around it are called, and their other texts are no part of it."""
    for why, html in WRAPPERS:
        page = html.replace('PAGE', f'<p>{LONG}</p><p>فقرة أخيرة</p>')
        item, _, said = im.one('wrapped.html', f'<html><body>{page}</body></html>')
        body = list(body_lines(item['body'])) if item else []
        others = {'خبر آخر أقصر منه.'} if why.startswith('teasers') else set()
        t.ok(item and item['headline'] == 'عنوان' and [x for x in body if x not in others] == [LONG, 'فقرة أخيرة'], why, f'{body}{said}')
        (im.items / 'wrapped.md').unlink(missing_ok=True)


TABLE = '<table><tr><td>أ</td><td>١</td></tr><tr><td>ب</td><td>٢</td></tr><tr><td>ج</td><td>٣</td></tr></table>'
SHORT = ['فقرة قصيرة تبدأ النص', 'ثانية', 'ثالثة بعدها', 'رابعة', 'خامسة قصيرة']
NO_STOP = LONG.replace('.', '، ') * 2
# A page behind its headline: its body, and what is left of it. LONG stands for a long paragraph, MORE for four of them.
PLACES = [('a table above the first long paragraph', f'{TABLE}LONG', ['أ', '١', 'ب', '٢', 'ج', '٣', LONG], []),
          ('more short paragraphs than decks', ''.join(f'<p>{s}</p>' for s in SHORT) + 'LONG', [*SHORT, LONG], []),
          ('decks and no more', '<p>خلال جولة</p><p>سطر فرعي أطول من أن يكون تمهيدا لأن حروفه أكثر من أربعين</p>LONG', [LONG], []),
          ('a long paragraph without a full stop', f'<p>{NO_STOP}</p><p>آخر</p>', [NO_STOP.strip(), 'آخر'], []),
          ('a button before the text', 'LONG<p>طباعة</p>MORE', [LONG] * 5, ['طباعة']),
          ('links behind the text', 'MORE<p>أخبار متعلقة</p>LONG', [LONG] * 4, ['أخبار متعلقة', LONG]),
          ('a byline in English', '<p>By Jane Doe</p><p>قصيرة</p>LONG', ['قصيرة', LONG], []),
          ('text beside most of it, in the same element', 'MORE<ul><li>رابط</li></ul></div><div><p>حقوق النشر محفوظة لصاحبها</p>', [*[LONG] * 4, 'رابط'], ['حقوق النشر محفوظة لصاحبها']),
          ('a class that says what is beside it', f'<div class="and-w-sidebar">LONG</div></div><div>{"x y " * 300}', [LONG, 'x y ' * 299 + 'x y'], [])]


def check_places(t, im):
    """Where the text of a page begins and ends, and what of it is none."""
    for why, html, body, left in PLACES:
        html = html.replace('LONG', f'<p>{LONG}</p>').replace('MORE', f'<p>{LONG}</p>' * 4)
        item, _, said = im.one('place.html', f'<html><body><div><h1>عنوان</h1>{html}</div></body></html>')
        got = list(body_lines(item['body'])) if item else []
        t.ok(got == body and [r['text'] for r in item.get('residue', [])] == left, why, f'{got} {item and item.get("residue")}{said}')
        (im.items / 'place.md').unlink(missing_ok=True)
    page = f'<!DOCTYPE html PUBLIC "x"\n<link href="a">\n<h1>عنوان</h1><p>{LONG}</p></body></html>\n<style>x</style><div>بعد <b>كلمة</b></div>ذيل'
    item, _, said = im.one('place.html', page)
    t.ok(item and [r['text'] for r in item.get('residue', [])] == ['بعد كلمة', 'ذيل'], 'what stands behind the end of a page', f'{item}{said}')
    (im.items / 'place.md').unlink(missing_ok=True)
    table = '<table>\n<thead>\n<tr>\n<th>أ</th>\n <th>ب</th>\n</tr>\n</thead>\n<tr> </tr> <tr><td> </td><td>د</td></tr>\n</table>'
    im.one('place.html', f'<html><body><h1>عنوان</h1><p>{LONG}</p>{table}</body></html>')
    made = (im.items / 'place.md').read_text(encoding='utf-8')
    t.ok(made.endswith('\n\n| أ | ب |\n|---|---|\n|  | د |\n'), 'blanks between cells are no cells', made)


# What browsers do not take for text, and what it becomes.
LEGACY = [('أ<!--[if lt IE 9]><script src="x"></script><![endif]-->ب', 'أب'), ('<![if !supportLists]>أ<![endif]>ب', 'أب'), ('&#147;أ&#148; &#146; &#133;', '“أ” ’ …'), ('أ&nbsp ب &copy 2026 &laquo', 'أ ب © 2026 «'), ('A&T &ampersand', 'A&T &ampersand'), ('90&percnt; &lpar;أ&rpar; &bullet; &copysr; &quest; &percntx;', '90% (أ) • ℗ ? &percntx;'),
          ('<a href="http://x.y/?a=1&copy=2">أ</a>', 'أ'), ('أ\x92ب', 'أ’ب')]


def check_legacy(t, im):
    for html, wanted in LEGACY:
        item, _, said = im.one('legacy.html', f'<html><body><article><h1>عنوان</h1><p>{LONG}</p><p>{html}</p></article></body></html>')
        got = list(body_lines(item['body'])) if item else []
        t.ok(got[1:] == [wanted], f'as browsers read it: {html!a}', f'{got}{said}')
        if '?a' in html:
            t.ok('?a=1&copy=2' in (im.items / 'legacy.md').read_text(encoding='utf-8'), 'a URL stays as it is', said)
        (im.items / 'legacy.md').unlink(missing_ok=True)
    page = '<html><head><meta charset="iso-8859-1"></head><body><h1>Titre</h1><p>L\x92\xe9t\xe9 \x96 \x93oui\x94.</p></body></html>'
    item, _, said = im.one('legacy.html', page.encode('latin-1'))
    t.ok(item and list(body_lines(item['body'])) == ['L’été – “oui”.'], 'a page in ISO-8859-1 is windows-1252, as in browsers', f'{item}{said}')


# The head of a page, its lines, and headline, kicker and decks.
HEADINGS = [('<title>عنوان الخبر الطويل - الموقع</title>', '<div>القائمة</div><p>الموقع</p><p><b>عنوان الخبر الطويل</b></p>', 'عنوان الخبر الطويل'),
            ('<meta property="og:title" content="عنوان الخبر الطويل">', '<h1>الموقع</h1><h1>عنوان الخبر الطويل</h1><h1>آخر</h1>', 'عنوان الخبر الطويل'),
            ('<title>عنوان الخبر الطويل | الموقع</title>', '<h1>الموقع</h1><h2>عنوان الخبر الطويل</h2>', 'عنوان الخبر الطويل'),
            ('<title>عنوان الخبر الطويل</title>', f'<article><h1>خبر آخر في الصفحة</h1><p>موجزه</p></article><div><h2>عنوان الخبر الطويل</h2><p>{LONG}</p><p>{LONG}</p></div>', 'عنوان الخبر الطويل'),
            ('<title>عنوان الخبر الطويل - الموقع</title>', '<h2>عنوان الخبر الطويل</h2><h1>عنوان الخبر الطويل كاملا</h1>', 'عنوان الخبر الطويل كاملا'),
            ('<title>عنوان الخبر الطويل</title>', '<p>عنوان الخبر</p>', 'عنوان الخبر الطويل'), ('<title>عنوان الخبر | الموقع</title>', '<p>عنوان آخر هنا وهناك</p>', 'عنوان الخبر | الموقع')]


TIME = '<time datetime="2024-03-01">'
# What of a page says its day: the head of it, its text, and the day.
DATES = [('<meta property="article:published_time" content="2024-02-29"><meta name="date" content="2024-01-01">', TIME, '2024-02-29'),
         ('<meta name="DC.date.issued" content="2024-02-29T10:00:00+03:00">', TIME, '2024-02-29T10:00:00+03:00'), ('<meta name="date" content="29 February">', TIME, '2024-03-01'),
         ('', '<span itemprop="datePublished" content="2024-02-29">أمس</span>' + TIME, '2024-02-29'), ('', TIME, '2024-03-01'),
         ('<meta itemprop="datePublished" content="2024-02-29">', TIME, '2024-02-29'),
         ('', '<b itemprop="datePublished" content="2024-02-29"></b><b itemprop="datePublished" content="2024-02-28"></b>', None), ('', '', None)]


def check_dates(t, im):
    for head, html, wanted in DATES:
        item, _, said = im.one('dated.html', f'<html><head>{head}</head><body><article><h1>عنوان</h1><p>{LONG}</p>{html}</article></body></html>')
        t.ok(item and item.get('date') == wanted, f'the day of {head}{html}', f'{item}{said}')
        (im.items / 'dated.md').unlink(missing_ok=True)


def check_headings(t, im):
    """What the head of a page calls its headline is looked for in the page, where it does not stand twice."""
    for head, html, wanted in HEADINGS:
        item, _, said = im.one('heading.html', f'<html><head>{head}</head><body>{html}<p>{LONG}</p></body></html>')
        texts = [item.get('headline'), *item.get('decks', []), item.get('kicker')] if item else []
        t.ok(item and item['headline'] == wanted and texts.count(wanted) == 1, f'headline of {head}', f'{item}{said}')
        how = ['the heading of the article'] if f'<h1>{wanted}' in html or f'<h2>{wanted}' in html else ['the line that the title'] if wanted in html else []
        t.ok([h for h in ('the heading of the article', 'the line that the title') if h in said] == how or not how, 'and how it was found is said', said)
        (im.items / 'heading.md').unlink(missing_ok=True)
    item, _, said = im.one('heading.html', f'<html><body><article><p>قسم</p><p>عنوان الخبر</p><h1>عنوان الخبر</h1><p>{LONG}</p></article></body></html>')
    t.ok(item and (item.get('kicker'), [r['text'] for r in item.get('residue', [])]) == ('قسم', ['عنوان الخبر']), 'the way to a page is no kicker', f'{item}{said}')
    (im.items / 'heading.md').unlink(missing_ok=True)


# Breaks at the edge of a style or link, and where they go.
BREAKS = [('<b>أ<br></b>ب', '**أ**\\\nب'), ('أ<b><br>ب</b>', 'أ\\\n**ب**'), ('<b>أ<br> </b> ب', '**أ**\\\nب'), ('أ <b> <br> ب</b>', 'أ\\\n**ب**'),
          ('<b>أ<br></b>', '**أ**'), ('<em><br>أ</em><br>', '*أ*'), ('<em>أ<br>ب</em>', '*أ\\\nب*'), ('أ<b><br></b>ب', 'أ\\\nب'),
          ('أ <a href="http://x.y/">ب<br></a> ج', 'أ [ب](<http://x.y/>)\\\nج'), ('أ<a href="http://x.y/"><br><b>ب</b></a>', 'أ\\\n[**ب**](<http://x.y/>)'),
          ('<a href="mailto:?subject=x@y">أ</a> <a href="mailto:a@b.c">ب</a> <a href="http:///h">ج</a>', 'أ [ب](<mailto:a@b.c>) ج'),
          (f'أ <b>ب</b> <a href="http://x.y/{"a" * 1500}">ج</a>', 'أ **ب** ج'), ('أ <a href="http://x.y/"><b><br>ب</b><br></a>ج', 'أ\\\n[**ب**](<http://x.y/>)\\\nج'), ('أ<a href="http://x.y/"><b></b> ب</a>', 'أ [ب](<http://x.y/>)')]


def check_breaks(t, im):
    """A break at the edge of bold, italics or a link stands outside of it."""
    for html, wanted in BREAKS:
        page = f'<html><body><article><h1>عنوان</h1><p>{LONG}</p><p>{html}</p><p>بعده</p></article></body></html>'
        _, status, said = im.one('break.html', page)
        body = (im.items / 'break.md').read_text(encoding='utf-8').split('\n---\n', 1)[1] if status == 0 else said
        t.same(f'\n{LONG}\n\n{wanted}\n\nبعده\n', body, f'breaks: {html}')
        (im.items / 'break.md').unlink(missing_ok=True)
    table = '<table><tr><td></td><td>أ</td></tr><tr><td>ب</td><td></td></tr></table>'
    item, _, said = im.one('break.html', f'<html><body><article><h1>عنوان</h1><p>{LONG}</p><p>انتهى</p>{table}</article></body></html>')
    t.ok(item and [r['text'] for r in item['residue']] == ['انتهى', 'أ ب'], 'a table behind the end is left, a blank between its cells', f'{item}{said}')


STRUCTURE = """<html lang="ar"><body><article><h1>عنوان</h1><p>LONG</p>
<h3>قبل غيره</h3><p>فقرة</p><h2>فرعي</h2><h4>تحته</h4><ul><li>أول<ul><li>في أول<ol><li>واحد</li><li>اثنان</li></ol></li><li>ثان في أول</li></ul></li>
<li>ثان</li></ul><ol><li>رقم<ul><li>تحته</li></ul></li><li>آخر</li></ol>
<table><caption>شرح <b>أول</b></caption><tr><th>أ</th><th>ب</th></tr><tr><td>١</td><td>٢</td></tr></table>
<figure class="wp-block-table"><table><tr><td>ج</td><td>د</td></tr><tr><td>٣</td><td>٤</td></tr></table><figcaption>شرح ثان</figcaption></figure>
<p>فقرة أخيرة</p><p>END</p><p>بعده</p></article></body></html>
"""

STRUCTURE_BODY = """
LONG

## قبل غيره

فقرة

## فرعي

### تحته

- أول
  - في أول
    1. واحد
    1. اثنان
  - ثان في أول
- ثان

1. رقم
   - تحته
1. آخر

| أ | ب |
|---|---|
| ١ | ٢ |

: شرح أول

| ج | د |
|---|---|
| ٣ | ٤ |

: شرح ثان

فقرة أخيرة
"""
ENDS = ['انتهى', '(انتهى)', '// انتهى //', '//انتهى// 16:20ت م 0147', '- انتهى -', '— انتهت —', '***انتهى***', 'ENDS', '-30-', '###', 'انتهى.', 'ا هـ']
NO_ENDS = ['انتهى الاجتماع', 'انتهى 16:20', '***', '-3-', 'ENDSLEY', 'وانتهى', '#', '// بدأ //']

# What a paragraph ends in, what is left of it, and whether a long paragraph behind it makes that no end: a word alone may be a word.
TAILS = [('تم العمل. // انتهى //', 'تم العمل.', '// انتهى //', False), ('تم العمل//انتهى// 16:20ت م 0147', 'تم العمل', '//انتهى// 16:20ت م 0147', False),
         ('تم العمل. انتهى', 'تم العمل.', 'انتهى', True), ('هل تم «العمل؟» (انتهى)', 'هل تم «العمل؟»', '(انتهى)', True), ('All is done. ENDS', 'All is done.', 'ENDS', True),
         ('تم العمل. -30-', 'تم العمل.', '-30-', True), ('تم العمل ###', 'تم العمل', '###', False), ('تم العمل…انتهى.', 'تم العمل…', 'انتهى.', True)]
NO_TAILS = ['قد انتهى', 'العمل قد انتهى.', 'المشروع الأول (انتهى)', 'تم. وانتهى', 'تم. انتهى العمل', 'The End', 'رقم #', 'في 30-', 'تم. # بدأ //']
# The same within marks and lines of a paragraph.
HTML_TAILS = [('تم العمل.<br />// انتهى //<br>12:30 ت م', 'تم العمل.', '// انتهى //\u202812:30 ت م'), ('تم العمل. <b>// انتهى //</b>', 'تم العمل.', '// انتهى //'),
              ('<b>تم العمل. // انتهى //</b>', '**تم العمل.**', '// انتهى //'), ('<b>تم</b> العمل.<br>انتهى', '**تم** العمل.', 'انتهى')]


def check_tails(t, im):
    """An end mark behind the last words of a paragraph is the same mark."""
    for line, kept, left, unsure in [*TAILS, *((x, x, None, False) for x in NO_TAILS)]:
        for behind in ('بعده', LONG):
            item, _, said = im.one('tail.txt', f'قسم\nعنوان\nبقلم: فلان\n{LONG}\n{line}\n{behind}\n')
            ends = left and not (unsure and behind == LONG)
            wanted = ([LONG, kept], [left, behind]) if ends else ([LONG, line, behind], [])
            got = list(body_lines(item['body'])), [r['text'] for r in item.get('residue', [])]
            report = sorted(im.items.glob('import*.report'), key=lambda p: p.stat().st_mtime_ns)[-1].read_text(encoding='utf-8')
            t.ok(got == wanted and (': end: ' in report) == bool(ends), f'{"an" if ends else "no"} end behind words: {line}', f'{got} {said} {report}')
            for p in im.items.glob('*'):
                p.unlink()
    for html, kept, left in HTML_TAILS:
        page = f'<html><body><article><h1>عنوان</h1><p>{LONG}</p><p>{html}</p><p>بعده</p></article></body></html>'
        item, _, said = im.one('tail.html', page)
        body = (im.items / 'tail.md').read_text(encoding='utf-8').split('\n---\n', 1)[1]
        t.ok(body == f'\n{LONG}\n\n{kept}\n' and [r['text'] for r in item['residue']] == [left, 'بعده'], f'an end within marks: {html}', f'{body} {item} {said}')
        (im.items / 'tail.md').unlink()


def check_structure(t, im):
    """Lists in lists, levels of subheads, captions of tables, and what stands at the end."""
    for i, end in enumerate(ENDS[:3]):
        page = STRUCTURE.replace('LONG', LONG).replace('END', end)
        item, status, said = im.one(f'structure-{i}.html', page)
        text = (im.items / f'structure-{i}.md').read_text(encoding='utf-8')
        t.same(STRUCTURE_BODY.replace('LONG', LONG), text.split('\n---\n', 1)[1], f'structure of a page that ends in {end}')
        why = lost(html_lines(page), item_texts(item))
        t.ok(status == 0 and not why, 'parts and residue are all its lines', f'{why} {said}')
    for end in ENDS + NO_ENDS:
        item, _, said = im.one('end.txt', f'قسم\nعنوان\nبقلم: فلان\n{LONG}\n{end}\nبعده\n')
        left, body = [r['text'] for r in item.get('residue', [])], list(body_lines(item['body']))
        wanted = ([LONG], [end, 'بعده']) if end in ENDS else ([LONG, end, 'بعده'], [])
        t.ok((body, left) == wanted, f'{"an" if end in ENDS else "no"} end: {end}', f'{body} {left} {said}')
        (im.items / 'end.md').unlink()


# ---- feeds ------------------------------------------------------------------

WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="https://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><language>ar</language>
ITEMS</channel></rss>"""


def post(n, body, title='عنوان', status='publish', kind='post', date='2024-02-29 10:00:00', gmt='2024-02-29 07:00:00', more=''):
    return (f'<item><title>{title}</title><link>https://x.example/?p={n}</link><content:encoded><![CDATA[{body}]]></content:encoded>'
            f'<wp:post_id>{n}</wp:post_id><wp:post_date>{date}</wp:post_date><wp:post_date_gmt>{gmt}</wp:post_date_gmt>'
            f'<wp:post_name>%d8%b9</wp:post_name><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>\n')


# The content of a post, and its body as an item has it.
CONTENTS = [
    ('سطر أول\n\nسطر ثان\nتحته', 'سطر أول\n\nسطر ثان\\\nتحته'),
    ('<p>سطر\nواحد</p>\n<h2>فرعي</h2>', 'سطر واحد\n\n## فرعي'),
    ('<!-- wp:paragraph {"align":"right"} -->\n<p>فقرة</p>\n<!-- /wp:paragraph -->\n<!-- wp:list -->\n<ul><li>أ</li>\n<li>ب</li></ul>\n'
     '<!-- /wp:list -->', 'فقرة\n\n- أ\n- ب'),
    ('&quot;قول&quot; &amp;quot; AT&amp;T', '"قول" \\&quot; AT\\&T'),
    ('[gallery ids="1,2"]\n\nفقرة [نص بين قوسين] [1]', 'فقرة \\[نص بين قوسين\\] \\[1\\]'),
    ('[caption id="x" width="9"]<img src="http://x.example/a.jpg" /> شرح[/caption]\n\nفقرة', 'فقرة'),
    ('فقرة <p id="a">أولى & <a id="a" "x">ثانية</a></p>', 'فقرة\n\nأولى & ثانية'),
    ('فقرة ]]]]><![CDATA[> تتمة\x1a', 'فقرة ]]> تتمة'.replace(']', '\\]')),
    ('الرياض 12 رمضان 1436 هـ الموافق 29 يونيو 2015 م واس\n\nفقرة\n\n// انتهى //\n\n16:20ت م', 'فقرة'),
]


def check_wordpress(t, im):
    posts = ''.join(post(i, content) for i, (content, _) in enumerate(CONTENTS, 1))
    posts += post(20, 'فقرة', 'مسودة', 'draft') + post(21, 'فقرة', 'خاص', 'private') + post(22, 'فقرة', 'صفحة', kind='page')
    posts += post(23, 'فقرة', 'سينشر', 'future') + post(24, 'فقرة', 'بلا تاريخ', date='0000-00-00 00:00:00', gmt='0000-00-00 00:00:00')
    posts += post(1, 'فقرة أخرى', 'رقم مكرر') + post(26, 'سطر أول\n\nسطر ثان\nتحته')
    posts += post(27, 'فقرة', 'صنف', more='<category domain="category">قسم &amp;amp; آخر</category><category domain="post_tag">وسم</category>'
                  '<excerpt:encoded>خلاصة</excerpt:encoded><dc:creator>press</dc:creator>')
    posts += post(90, '', 'صورة', 'inherit', 'attachment', more='<wp:post_parent>27</wp:post_parent>'
                  '<wp:attachment_url>https://x.example/2024/b.jpg</wp:attachment_url>')
    path = im.write('export.xml', WXR.replace('ITEMS', posts))
    status, out, err = im.run(path, '--explain')
    for i, (content, wanted) in enumerate(CONTENTS, 1):
        made = im.items / f'post-{i}.md'
        got = made.read_text(encoding='utf-8').split('\n---\n', 1)[1].strip() if made.exists() else err
        t.same(wanted, got, f'post {i}: {content[:30]!r}')
    t.ok('import.xml' not in err, 'faults of the HTML in a post are none of its XML', err)
    t.ok(im.read(im.items / 'post-9.md')['dateline']['literal'].endswith('م واس'), 'the head of an agency is a dateline')
    t.ok(im.read(im.items / 'post-1.md')['date'] == '2024-02-29T10:00:00+03:00', 'the zone is known from the date of Greenwich')
    t.ok(im.read(im.items / 'post-23.md')['embargo'] == '2024-02-29T10:00:00+03:00', 'what is to be published has an embargo')
    t.ok('date' not in im.read(im.items / 'post-24.md') and "'0000-00-00 00:00:00' is no day" in out, 'a date of noughts is none', out)
    item = im.read(im.items / 'post-27.md')
    t.ok((item['section'], item['subjects'], item['lead']) == ('قسم & آخر', ['وسم'], 'خلاصة'), 'category, tag, summary', item)
    t.ok(item['media'] == [{'file': 'b.jpg'}] and item['ext'] == {'creator': 'press'}, 'attachment and creator', item)
    for n, why in ((20, 'status is draft'), (21, 'status is private'), (22, 'a page is no release')):
        t.ok(not (im.items / f'post-{n}.md').exists() and why in out, f'skipped: {why}', out)
    t.ok(status == 1 and err.count('import.twice') == 1 and 'twice: post-26 has the text' in out, 'a number twice, and a text twice', err + out)
    captions = '[caption id="a"]<a href="#"><img src="/c.jpg" alt="و" /></a> شرح <b>أول</b>[/caption]\nفقرة\n[caption caption="شرح ثان"]<img src="/d.jpg">[/caption]' \
        '[caption id="b"]بلا صورة[/caption]\n<img src="/e.jpg"><figure><img src="/d.jpg"><figcaption>نص</figcaption></figure>'
    folder = im.folder / 'captions'
    run(im.program, 'import', im.write('captions.xml', WXR.replace('ITEMS', post(1, captions))), '-o', folder)
    made = im.read(folder / 'post-1.md')
    t.ok(made.get('media') == [{'file': 'c.jpg', 'alt': 'و', 'caption': 'شرح أول'}, {'file': 'd.jpg', 'caption': 'شرح ثان'}, {'file': 'e.jpg'}],
         'captions, of the picture that they are within', made)
    t.ok(list(body_lines(made['body'])) == ['فقرة', 'بلا صورة', 'نص'], 'and of no other', made)
    lines = [x for n, x in wxr_posts(path).items() if n == '27']
    t.ok(not lost(lines[0], item_texts(item)), 'all lines are there', lost(lines[0], item_texts(item)))


RSS = """<rss version="2.0"><channel><title>x</title><item><title>عنوان &amp;lt;b&amp;gt;غليظ&amp;lt;/b&amp;gt;</title><guid>tag:1</guid>
<pubDate>Thu, 29 Feb 2024 10:00:00 +0300</pubDate><description>&lt;p&gt;فقرة &amp;hellip; &amp;amp; تتمة&lt;/p&gt;</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar-EG"><entry><title>عنوان &lt;نص&gt;</title><id>tag:2</id>
<link href="https://x.example/2"/><updated>2024-02-29T10:00:00.5Z</updated><category term="قسم"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>فقرة <b>قوية</b> &amp;</p><p>أخرى</p></div></content></entry></feed>"""


RSS_2 = RSS.replace('<rss ', '<rss xmlns="http://backend.userland.com/rss2" ').replace('tag:1', 'tag:6').replace('عنوان', 'عنوان 2')
RSS_090 = ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>x</title></channel>'
           '<item><title>عنوان 3</title><link>http://x.y/3</link><description>فقرة</description></item></rdf:RDF>')
ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="ar"><entry><title>عنوان 4</title><id>tag:7</id><issued>2004-02-29T10:00:00Z</issued>
<modified>2004-03-01T10:00:00Z</modified><content type="text/html" mode="escaped">&lt;p&gt;فقرة &lt;b&gt;قوية&lt;/b&gt;&lt;/p&gt;</content></entry></feed>"""


def check_feeds(t, im):
    for name, content, wanted in (
            ('rss2', RSS_2, {'headline': 'عنوان 2 <b>غليظ</b>', 'altIds': ['tag:6']}), ('rss-0.90', RSS_090, {'headline': 'عنوان 3', 'body': ['فقرة']}),
            ('atom-0.3', ATOM_03, {'headline': 'عنوان 4', 'date': '2004-02-29T10:00:00Z', 'modified': '2004-03-01T10:00:00Z', 'body': ['فقرة قوية']}),
            ('rss', RSS, {'headline': 'عنوان <b>غليظ</b>', 'date': '2024-02-29T10:00:00+03:00', 'altIds': ['tag:1'], 'body': ['فقرة … & تتمة']}),
            ('atom', ATOM, {'headline': 'عنوان <نص>', 'date': '2024-02-29T10:00:00Z', 'section': 'قسم', 'language': 'ar-EG',
                            'body': ['فقرة قوية &', 'أخرى']})):
        before = set(im.items.iterdir())
        status, _, err = im.run(im.write(f'{name}.xml', content))
        made = [p for p in set(im.items.iterdir()) - before if p.suffix == '.md']
        t.ok(status == 0 and len(made) == 1, f'{name} is read', err)
        item = im.read(made[0])
        item['body'] = list(body_lines(item['body']))
        for key, value in wanted.items():
            t.ok(item.get(key) == value, f'{name}: {key}', item.get(key))


JSON_FEED = {'version': 'https://jsonfeed.org/version/1.1', 'title': 'x [', 'language': 'ar', 'items': [
    {'id': 'urn:3', 'url': 'https://x.example/3', 'title': 'عنوان <b>', 'content_html': '<p>فقرة <b>قوية</b></p>', 'summary': 'خلاصة < نص', 'date_published': '2024-02-29T10:00:00+03:00',
     'tags': ['وسم & آخر'], 'image': 'https://x.example/a.jpg', 'authors': [{'name': 'press'}]},
    {'id': 'urn:4', 'title': 'ثان', 'content_text': 'سطر <أول>\n\nسطر ثان', 'language': 'en'}, {'id': 'urn:5', 'content_text': 'بلا عنوان'}]}
NINJS = [{'uri': f'urn:x:{i}', 'headline': f'عنوان {i}', 'body_text': f'نص {i} "[{{"'} for i in range(3)] + [{'uri': 'urn:x:4', 'type': 'picture', 'headline': 'صورة'},
         {'uri': 'urn:x:5', 'headline': 'بلا نص'}, {'other': 1}]


def check_json(t, im):
    """JSON Feed, and lists of ninjs; each entry has its line."""
    path = im.write('feed.json', json.dumps(JSON_FEED, ensure_ascii=False, indent=1))
    status, out, err = run(im.program, 'import', path, '-o', im.folder / 'json', '--explain', '--diagnostics', 'short')
    items = sorted(map(im.read, (im.folder / 'json').glob('*.md')), key=lambda i: i['headline'], reverse=True)
    wanted = [{'headline': 'عنوان <b>', 'language': 'ar', 'lead': 'خلاصة < نص', 'date': '2024-02-29T10:00:00+03:00', 'altIds': ['urn:3'], 'subjects': ['وسم & آخر'],
               'media': [{'file': 'a.jpg'}], 'ext': {'creator': 'press'}, 'body': ['فقرة قوية']},
              {'headline': 'ثان', 'language': 'en', 'altIds': ['urn:4'], 'body': ['سطر <أول>', 'سطر ثان']}]
    got = [{k: list(body_lines(i[k])) if k == 'body' else i.get(k) for k in w} for i, w in zip(items, wanted)]
    line = path.read_text(encoding='utf-8').split('"id": "urn:5"')[0].count('\n')
    t.ok(got == wanted and status == 1, 'a JSON Feed is read', f'{got}{err}')
    t.ok(f'feed.json:{line}: error: there is no headline' in err or f'feed.json:{line}: error: no line can be' in err, 'what has no title is refused, with its line', err)
    status, _, err = run(im.program, 'import', im.write('unnamed', json.dumps(NINJS[:3], indent=1)), '-o', im.folder / 'unnamed-items')
    t.ok(status == 0 and len(list((im.folder / 'unnamed-items').glob('*.md'))) == 3, 'a list of ninjs is known by what it holds', err)
    for name, whole in (('array', NINJS), ('items', {'a': [{}], 'n': '"items": [{', 'items': NINJS}), ('_items', {'_items': NINJS, 'b': [{}]})):
        text = json.dumps(whole, ensure_ascii=False, indent=1)
        status, out, err = run(im.program, 'import', im.write(f'{name}.json', text), '-o', im.folder / f'json-{name}', '--explain', '--diagnostics', 'short')
        heads = sorted(im.read(p)['headline'] for p in (im.folder / f'json-{name}').glob('*.md'))
        line = [text.split(f'"{x}"')[0].count('\n') for x in ('urn:x:5', 'other')]
        t.ok(heads == ['عنوان 0', 'عنوان 1', 'عنوان 2'] and 'skipped: a picture' in out, f'{name}: each document of a list is an item', f'{heads}{out}{err}')
        t.ok(f'.json:{line[0]}: error: nothing is left' in err and f'.json:{line[1]}: error: entry 6' in err, f'{name}: others are told of, with their lines', err)


def check_descriptions(t, im):
    """A document of ninjs without a body says what its description does; another is its lead."""
    text = {'uri': 'x', 'headline': 'عنوان', 'urgency': '5', 'descriptions': [{'role': 'text', 'contenttype': 'text/plain', 'value': 'سطر أول\nسطر ثان'}]}
    for more, body, lead in (({}, ['سطر أول', 'سطر ثان'], None), ({'descriptions': [], 'description_text': 'وصف'}, ['وصف'], None),
                             ({'body_text': 'نص'}, ['نص'], 'سطر أول سطر ثان')):
        item, _, said = im.one('described.json', json.dumps({**text, **more}, ensure_ascii=False))
        got = item and (list(body_lines(item['body'])), item.get('lead'), item.get('urgency'))
        t.ok(got == (body, lead, '5'), f'with {list(more)}', f'{got}{said}')
        (im.items / 'described.md').unlink(missing_ok=True)


HELLO = post(1, 'فقرة', 'عنوان')
# What is wrong, the bytes, the code, and how many items there are all the same.
BAD_FEEDS = [
    ('cut', WXR.replace('ITEMS', HELLO + post(2, 'نص' * 1000))[:-1500].encode(), 'import.cut', 1),
    ('dtd', ('<!DOCTYPE rss [<!ENTITY a "b">]>' + WXR.split('?>')[1].replace('ITEMS', HELLO)).encode(), 'import.dtd', 0),
    ('entity', ('<!DOCTYPE rss SYSTEM "file:///etc/passwd">' + WXR.split('?>')[1].replace('ITEMS', HELLO)).encode(), 'import.dtd', 0),
    ('laughs', ('<!DOCTYPE rss [<!ENTITY a "ha">' + ''.join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)) +
                ']><rss><channel><item><title>&j;</title></item></channel></rss>').encode(), 'import.dtd', 0),
    ('undeclared', WXR.replace('ITEMS', post(2, 'فقرة', 'قول &hellip; و&nbsp;آخر') + post(3, 'فقرة', 'مجهول &none; هنا')).encode(), 'import.xml', 1),
    ('tags', WXR.replace('ITEMS', post(2, 'فقرة', '<b>غير مغلق') + post(3, 'فقرة', 'سليم')).encode(), 'import.xml', 1),
    ('ampersand', WXR.replace('ITEMS', post(2, 'فقرة', 'أ & ب') + post(3, 'فقرة', 'سليم')).encode(), 'import.xml', 1),
    ('bytes', WXR.replace('ITEMS', HELLO + post(2, 'فقرة BAD')).encode().replace(b'BAD', b'\xff'), 'import.encoding', 1),
    ('empty', WXR.replace('ITEMS', '').encode(), 'import.empty', 0),
    ('other', b'<?xml version="1.0"?><nitf><body/></nitf>', 'import.kind', 0),
]


# The mistakes that people make, in a paragraph that begins so, and what is said of them.
SLIPS = (('أ & ب', 'a & stands alone;'), ('أ < ب', 'a < stands alone;'), ('أ &nbsp ب', 'a name behind & has no ; at its end;'),
         ('أ &none; ب', 'no character is called so: none;'), ('<b>أ', '</description> stands where <b> is to be closed;'))


def check_slips(t, im):
    for i, (text, wanted) in enumerate(SLIPS):
        feed = f'<rss version="2.0"><channel><item><title>عنوان</title><description>{text}</description></item></channel></rss>'
        status, _, err = run(im.program, 'import', im.write(f'slip-{i}.xml', feed), '-o', im.folder / f'slip-{i}', '--diagnostics', 'short')
        t.ok(status == 1 and f'the XML is wrong here: {wanted} the release it is in was not taken' in err, f'«{text}»: {wanted}', err)


SLIPS_OF_JSON = (('{"headline": "x" "body": "y"}', """'"body"' does not belong here in JSON"""), ('{"headline": "x"}}', "'}' does not belong here in JSON"),
                 ('{"headline": "x",', 'the JSON ends too early'))


def check_slips_of_json(t, im):
    for i, (text, wanted) in enumerate(SLIPS_OF_JSON):
        status, _, err = run(im.program, 'import', im.write(f'slip-{i}.json', text), '-o', im.folder / f'slip-json-{i}', '--diagnostics', 'short')
        t.ok(status == 1 and f'error: {wanted} [import.json]' in err, f'{text}: {wanted}', err)


def check_bad_feeds(t, im):
    for name, content, code, n in BAD_FEEDS:
        folder = im.folder / f'bad-{name}'
        status, _, err = run(im.program, 'import', im.write(f'{name}.xml', content), '-o', folder, '--diagnostics', 'short')
        made = list(folder.glob('*.md'))
        t.ok(status == 1 and code in err and len(made) == n, f'{name}: {code}, {n} taken', f'{err}{made}')
    for name, declared in (('undeclared-1256', 'UTF-8'), ('declared-1256', 'windows-1256')):
        text = WXR.replace('ITEMS', HELLO + post(2, 'نص الخبر ' * 20000)).replace('UTF-8', declared)
        folder = im.folder / name
        status, out, err = run(im.program, 'import', im.write(f'{name}.xml', text.encode('cp1256')), '-o', folder, '--explain')
        item = im.read(folder / 'post-1.md')
        t.ok(item.get('headline') == 'عنوان' and 'windows-1256' in out, f'{name} is converted, and told of', f'{item}{out[:500]}{err}')
    kept = im.write('secret.txt', 'SECRET')
    text = f'<!DOCTYPE rss [<!ENTITY a SYSTEM "file://{kept}">]><rss><channel><item><title>&a;</title><description>&a;</description></item></channel></rss>'
    run(im.program, 'import', im.write('xxe.xml', text), '-o', im.folder / 'xxe')
    t.ok(not any('SECRET' in p.read_text() for p in (im.folder / 'xxe').iterdir()), 'no other file is read')


# ---- dirt -------------------------------------------------------------------

# A line, what it becomes, and a word of the reason.
DIRT = [
    ('ﻣﺤﻤﺪ ﷺ', 'محمد ﷺ', 'presentation forms'),
    ('ﬁle ﬂat', 'file flat', 'presentation forms'),
    ('أ\u00a0ب', 'أ ب', 'no-break'),
    ('أ\u200bب', 'أب', 'zero-width'),
    ('أ\x1aب', 'أب', 'control characters'),
    ('\u202bأب', 'أب', 'direction controls'),
    ('\u202bأب\u202c', '\u202bأب\u202c', None),
    ('\u202eأب\u202c', 'أب', 'direction controls'),
    ('أ\u200fب', 'أب', 'direction marks'),
    ('أ (C++\u200f) ب', 'أ (C++\u200f) ب', None),
    ('أ\ufeffب', 'أب', 'byte order'),
    ('ا\u0653ب', 'آب', 'NFC'),
    ('قــال', 'قــال', None),
]


def check_dirt(t, im):
    for i, (line, wanted, reason) in enumerate(DIRT):
        item, _, said = im.one(f'dirt-{i}.txt', f'قسم\nعنوان\nبقلم: فلان\n{LONG}\n{line}\n')
        got = item and list(body_lines(item['body']))[1]
        t.ok(got == wanted, f'dirt {i} ({reason}) is cleaned', f'{got!a}, wanted {wanted!a}')
        t.ok((f':5: change: ' in said) == bool(reason) and (reason or '') in said, f'dirt {i}: and it is said', said)
    item, _, said = im.one('cp1256.txt', f'قسم\r\nعنوان\r\nبقلم: فلان\r\n{LONG}\r\n'.encode('cp1256'))
    t.ok(item and list(body_lines(item['body'])) == [LONG] and 'windows-1256' in said, 'windows-1256 is converted and said', said)


# Of one page: the encodings it comes in, with a mark or without, and what is said of it.
ENCODINGS = [('utf-16', 'UTF-16'), ('utf-16-le', 'UTF-16'), ('utf-16-be', 'UTF-16'), ('utf-32', 'UTF-32'), ('utf-8-sig', None), ('cp1256', 'windows-1256')]


def check_encodings(t, im):
    """Whatever a page is written in, it is the same page; what cannot be read is shown where it stands."""
    sources = {'page.txt': f'قسم\nعنوان\nبقلم: فلان\n{LONG}\nنعم\n', 'feed.xml': WXR.replace('ITEMS', post(1, LONG) + post(2, LONG, 'آخر')),
               'page.html': f'<html><head><title>x</title></head><body><article><h1>عنوان</h1><p>{LONG}</p></article></body></html>'}
    for name, text in sources.items():
        wanted = None
        for encoding, said in [('utf-8', None), *ENCODINGS]:
            folder = im.folder / f'{encoding}-{name}'
            declared = text.replace('UTF-8', 'UTF-16') if encoding.startswith('utf-16') else text
            status, out, err = run(im.program, 'import', im.write(name, declared.encode(encoding)), '-o', folder, '--explain', '--diagnostics', 'short')
            made = {p.name: p.read_bytes() for p in folder.glob('*.md')}
            wanted = wanted or made
            t.ok(status == 0 and made and made == wanted, f'{name} in {encoding} is the same', f'{out}{err}{made}')
            t.ok((said or ': encoding: ') in out if said else ': encoding: ' not in out, f'{name} in {encoding}: and it is said', out)
        broken = text.replace('عنوان', 'عنBADوان').encode().replace(b'BAD', b'\xd9\xff')
        folder = im.folder / f'broken-{name}'
        status, out, err = run(im.program, 'import', im.write(name, broken), '-o', folder, '--explain', '--diagnostics', 'short')
        heads = [im.read(p)['headline'] for p in sorted(folder.glob('*.md'))]
        t.ok(status == 0 and heads[0] == 'عن\ufffdوان' and 'U+FFFD' in out and 'import.encoding' in err, f'{name}: bytes that are no UTF-8 are marked',
             f'{out}{err}{heads}')
    item, _, said = im.one('null.txt', f'قسم\nعنوان\nبقلم: فلان\n{LONG}\nن\0عم\n')
    t.ok(item and list(body_lines(item['body'])) == [LONG, 'نعم'] and ':5: change: control characters' in said, 'a byte of 0 in a text is taken out', said)


# What a feed is written in, what it says, and what is said of it.
DECLARED = [('utf-8', 'windows-1252', 'UTF-8, though the file says windows-1252'), ('utf-8', 'ISO-8859-1', 'UTF-8, though'), ('utf-8', 'windows-1256', 'UTF-8, though'),
            ('utf-8', 'UTF-16', 'UTF-8, though'), ('utf-8', 'x-none', 'UTF-8, though'), ('cp1256', 'ISO-8859-1', 'converted from windows-1256'),
            ('cp1256', 'x-none', 'converted from windows-1256'), ('iso8859-6', 'ISO-8859-6', 'converted from ISO-8859-6, as the file says')]


def check_declared(t, im):
    """What a feed says it is written in counts where its bytes do not say another thing."""
    wanted = None
    for i, (encoding, said, reason) in enumerate([('utf-8', 'UTF-8', None), *DECLARED]):
        folder = im.folder / f'declared-{i}'
        text = WXR.replace('ITEMS', post(1, LONG) + post(2, LONG, 'آخر')).replace('encoding="UTF-8"', f"encoding='{said}'")
        status, out, err = run(im.program, 'import', im.write('declared.xml', text.encode(encoding)), '-o', folder, '--explain', '--diagnostics', 'short')
        made = {p.name: p.read_bytes() for p in folder.glob('*.md')}
        wanted = wanted or made
        t.ok(status == 0 and len(made) == 2 and made == wanted, f'{encoding} that says {said} is read as it is', f'{out}{err}')
        t.ok((reason or 'encoding: ') in out if reason else 'encoding: ' not in out, f'{encoding} that says {said}: {reason}', out)
    wanted = None
    for encoding, said, reason in (('utf-8', 'utf-8', None), ('utf-8', 'windows-1252', None), ('iso8859-6', 'ISO-8859-6', 'from iso-8859-6, as'),
                                   ('cp1256', 'iso-8859-1', 'from windows-1256'), ('cp1256', 'none', 'from windows-1256')):
        for meta in (f'<meta charset="{said}">', f"<META http-equiv=x content='text/html; charset={said}'>"):
            page = f'<html><head><meta name="a" content="b">{meta}</head><body><h1>عنوان</h1><p>{LONG}</p></body></html>'
            item, status, out = im.one('charset.html', page.encode(encoding))
            wanted = wanted or item
            t.ok(item and item == wanted and ((reason in out) if reason else 'encoding: ' not in out), f'a page in {encoding} with {meta}', f'{item}{out}')
            (im.items / 'charset.md').unlink(missing_ok=True)
    page = '<html><head><meta charset="iso-8859-2"></head><body><h1>Zażółć</h1><p>Gęślą jaźń.</p></body></html>'
    item, _, out = im.one('charset.html', page.encode('iso8859-2'))
    t.ok(item and item['headline'] == 'Zażółć', 'a page in an encoding that only it knows', f'{item}{out}')
    for i, (before, is_said) in enumerate([('\n\n', False), ('\ufeff\r\n ', False), ('<!-- سطر -->\n', True), ('<br />\n<b>Notice</b>: Undefined index\n', True)]):
        text = before + WXR.replace('ITEMS', post(1, LONG) + post(2, '', 'آخر'))
        folder = im.folder / f'before-{i}'
        status, out, err = run(im.program, 'import', im.write('before.xml', text), '-o', folder, '--explain', '--diagnostics', 'short')
        line = text.split('آخر')[0].count('\n') + 1
        t.ok((folder / 'post-1.md').exists() and f'before.xml:{line}: error: nothing is left' in err and 'import.xml' not in err,
             f'{before!a} before the XML declaration does no harm', f'{out}{err}')
        t.ok((': change: what stands before' in out) == is_said, 'and is told of when it is a text', out)
    text = WXR.replace('ITEMS', post(1, LONG)).replace('UTF-8', 'windows-1252')
    status, out, err = im.run(im.write('declared.xml', text.encode().replace(b'</title>', b'\x81\xff</title>')))
    lines = err.splitlines()
    t.ok(status == 1 and all(x.startswith((str(im.folder), 'nashra: ')) for x in lines), 'bytes that its encoding does not have are told of by nashra', err)


def check_secrets(t, im):
    """What is not for everybody yet, or not for everybody, cannot be printed by mistake."""
    feed = WXR.replace('ITEMS', post(1, LONG, 'أ', status='future', date='0000-00-00 00:00:00', gmt='0000-00-00 00:00:00') +
                       post(2, LONG, 'ب', more='<wp:post_password>1234</wp:post_password>') + post(3, LONG, 'ج', more='<wp:post_password></wp:post_password>'))
    status, out, err = run(im.program, 'import', im.write('secrets.xml', feed), '-o', im.folder / 'secrets', '--explain')
    items = [(im.folder / f'secrets/post-{n}.md').read_text(encoding='utf-8') for n in (1, 2, 3)]
    t.ok([re.search('\nstatus: (.*)', i)[1] for i in items] == ['withheld', 'withheld', 'usable'], 'scheduled without a day, or behind a password: withheld', items)
    t.ok(out.count(': status: withheld') == 2 and '1234' not in out + str(items), 'and it is said, but not the password', out)


def check_names(t, im):
    """Names of files with ends of lines or controls in them do not break a report's lines."""
    folder = im.folder / 'names'
    run(im.program, 'import', im.write('a\nb\x1b[31m.txt', f'قسم\nعنوان\nبقلم: فلان\n{LONG}\n'), '-o', folder)
    lines = (folder / 'import.report').read_text(encoding='utf-8').splitlines()
    t.ok(lines and all(re.fullmatch(r'[^\x00-\x1f]+:\d+: .* \[(sure|likely|guess)\]', x) for x in lines), 'each line of a report is one', lines)


BAD = [
    ('latin.txt', 'Ça a été dit à Genève.'.encode('latin-1'), 'import.encoding'),
    ('swedish.txt', ('Rubrik på sidan\n' + 'Många länder har gått före, så även på ön där människor träffas. ' * 5).encode('latin-1'), 'import.encoding'),
    ('picture.txt', b'\x89PNG\r\n\x1a\n' + bytes(30), 'import.kind'),
    ('paper.txt', b'%PDF-1.7\n', 'import.kind'),
    ('nul.txt', b'abc\0def', 'import.kind'),
    ('cut-utf16.txt', 'قسم\nعنوان'.encode('utf-16')[:-1], 'import.encoding'),
    ('list.json', '[{"type": "text"}, {"uri": "a", "headline": "عنوان", "body_text": "نص"}]', 'import.kind'),
    ('none.json', '{"version": "https://jsonfeed.org/version/1", "items": []}', 'import.empty'),
    ('deep.json', '[' * 100000, 'import.json'),
    ('empty.txt', b'', 'import.no-body'),
    ('blank.txt', b' \n\xc2\xa0\n\x1a\n', 'import.no-body'),
    ('one.txt', 'سطر واحد', 'import.no-body'),
    ('paragraph.txt', LONG, 'import.no-headline'),
    ('around.html', '<html><body><nav>الرئيسية</nav><footer>حقوق</footer></body></html>', 'import.no-headline'),
    ('unseen.html', '<html><body><template>قالب</template></body></html>', 'import.no-headline'),
    ('word.txt', 'عنوان\n' + 'ا' * 2000, 'item.limit'),
]


# What a file begins with that is of a kind which is read.
BEGINNINGS = [('script.html', '<script>var a = "</p>";</script><link rel="x"><h1>عنوان</h1><p>LONG</p>'), ('form.html', '<form><h1>عنوان</h1><p>LONG</p></form>'),
              ('style.html', '\ufeff  <style>p {}</style><h1>عنوان</h1><p>LONG</p>'), ('brace.txt', '{آية كريمة}\nعنوان\nبقلم: فلان\nLONG'),
              ('angle.txt', '<<قسم>>\nعنوان\nبقلم: فلان\nLONG'), ('dash.txt', '---\nعنوان\nبقلم: فلان\nLONG'), ('colon.txt', '---\nقسم: فرع\nعنوان\nبقلم: فلان\nLONG')]


def check_beginnings(t, im):
    for name, text in BEGINNINGS:
        item, _, said = im.one(name, text.replace('LONG', LONG))
        t.ok(item and LONG in list(body_lines(item['body'])) and 'import.name' not in said, f'{name}: what begins so is read', f'{item}{said}')
    for name, text, why in (('page.html', '---\nlayout: post\ntitle: x\n---\n<p>y</p>', 'a front matter'), ('crlf.html', '---\r\ntitle: x\r\n---\r\ny', 'a front matter'),
                            ('long.html', '---\ntitle: x\ny: ' + 'z ' * 3000 + '\n---\n<p>y</p>', 'a front matter'), ('item.md', '---\nnashra-item: 1\nid: a\n---\nنص', 'an item already'), ('late.md', '---\nid: a\nnashra-item: 1\n---\nنص', 'an item already'),
                            ('loop.html', '{% for x in y %}<p>z</p>{% endfor %}', 'a template'), ('bad.json', '{x', 'import.json')):
        status, _, err = im.run(im.write(name, text))
        t.ok(status == 1 and why in err, f'{name}: {why}', err)


def check_bad(t, im):
    good = im.write('good.txt', f'قسم\nعنوان\nبقلم: فلان\n{LONG}\n')
    paths = [im.write(name, content) for name, content, _ in BAD]
    status, _, err = im.run(*paths, im.folder / 'nowhere.txt', good)
    for name, _, code in BAD:
        said = [line for line in err.splitlines() if name in line]
        t.ok(status == 1 and any(code in line for line in said), f'{name}: {code}', err)
    t.ok('file.missing' in err and (im.items / 'good.md').exists(), 'and the rest is done', err)
    (im.items / 'good.md').write_text('corrected by hand')
    status, _, err = im.run(good)
    t.ok(status == 1 and 'import.exists' in err and (im.items / 'good.md').read_text() == 'corrected by hand',
         'an item corrected by hand is not written over', err)
    for place in ('/proc/nothing/items', good / 'items'):
        status, _, err = run(im.program, 'import', good, '-o', place, '--diagnostics', 'short')
        t.ok(status == 4 and 'import.folder' in err, f'{place} is no folder that can be made: status 4', f'{status} {err}')
    (im.folder / 'again').mkdir()
    status, _, err = im.run(good, im.write('again/good.txt', 'x\ny'))
    t.ok('import.twice' in err, 'two sources of one name are told of', err)


def check_full(t, im):
    """A disk that takes nothing more ends an import, which says so once."""
    feed = im.write('full.xml', WXR.replace('ITEMS', ''.join(post(n, LONG, f'عنوان {n}') for n in range(9))))
    texts = [im.write(f'full-{n}.txt', f'قسم\nعنوان {n}\nبقلم: فلان\n{LONG}\n') for n in range(9)]
    for sources in ([feed], texts):
        p = subprocess.run([im.program, 'import', *sources, '-o', im.folder / 'full', '--diagnostics', 'short'], capture_output=True, text=True,
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)))
        items = re.findall(r'\.md: error: .*\[out\.write\]', p.stderr)
        t.ok(p.returncode == 4 and len(items) == 3 and p.stderr.count('[import.stopped]') == 1, f'{len(sources)} sources: three failures stop it', p.stderr)
    t.ok(not list((im.folder / 'full').glob('*.md')), 'and nothing half written is left', list((im.folder / 'full').iterdir()))


def random_text(r):
    """Lines of all kinds in any order, and blank ones."""
    kinds = TRAPS + [LONG, 'خلال زيارته', 'الأخبار', 'بقلم/ فلان', 'Show More', 'اترك تعليقاً', 'فى القاهرة', 'ويبحث مع الوفد', '', '']
    return ['سطر أول'] + [r.choice(kinds) for _ in range(r.randint(3, 30))] + [LONG]


def check_nothing_lost(t, im):
    r = random.Random(7)
    texts = {f'any-{i}.txt': random_text(r) for i in range(300)}
    paths = [im.write(name, '\n'.join(lines)) for name, lines in texts.items()]
    status, _, err = im.run(*paths)
    made = [name for name in texts if (im.items / name.replace('.txt', '.md')).exists()]
    t.ok(len(made) + err.count('[import.') == len(texts), f'{len(made)} of {len(texts)} texts are items, the others refused', err)
    t.ok(len(made) > 200, 'most are items', err)
    for name in made[:60]:
        wanted = collections.Counter(''.join(texts[name]).replace(' ', ''))
        item = im.read(im.items / name.replace('.txt', '.md'))
        if 'error' in item or all_texts(item) != wanted:
            t.ok(False, f'{name}: parts and residue are all lines', f'{item}\n{texts[name]}')
            return
    t.ok(True, 'parts and residue are all lines')


def check_dry(t, im):
    page = im.write('dry.txt', f'قسم\nعنوان\nبقلم: فلان\n{LONG}\n')
    status, out, err = run(im.program, 'import', page, '-o', im.folder / 'none', '--dry-run', '--explain')
    t.ok(status == 0 and '1 item to write' in err and 'headline' in out and not (im.folder / 'none').exists(),
         '--dry-run writes nothing', err)


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as folder:
        im = Imports(program, folder)
        for check in (check_seed, check_page, check_wrappers, check_places, check_legacy, check_headings, check_dates, check_breaks, check_structure, check_tails, check_wordpress, check_feeds, check_json, check_descriptions, check_bad_feeds, check_slips, check_slips_of_json, check_heads, check_traps, check_dirt, check_encodings, check_declared, check_secrets, check_names, check_beginnings, check_bad, check_full, check_nothing_lost, check_dry):
            check(t, im)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
