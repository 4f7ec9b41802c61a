#!/usr/bin/env python3
"""
Items as IPTC ninjs: valid against its schema, and back to the same bytes; and the IPTC's own examples as items.

    ninjs.py NASHRA
"""
import json
import pathlib
import re
import sys
import tempfile

import jsonschema

from sources import body_texts, html_lines, item_texts, lost, read_items, squeezed_lines
from tap import ROOT, Tap, run

NINJS = ROOT.parent / 'shared/data/ninjs'
FOLDERS = ('samples', 'tests/texts', 'tests/golden', 'samples/daily', '../shared/seed')
MOMENT = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$')

EVERYTHING = """---
# A comment, keys in an order of their own, and quotes of three kinds.
headline: "عنوان: «نص» \\"مقتبس\\""
nashra-item: 1
id: all-1
version: '3'
altIds: [x:1, "y 2"]
date: 2024-02-29T10:00+03:00
created: 2024-02-28T10:00:30Z
modified: 2024-03-01
embargo: 2024-02-29T10:00
expires: 2030-01-01T00:00-02:30
status: usable
type: statement
kicker:   تمهيد  
decks:
  - أول
  - ثان
byline: {prefix: بقلم, names: [فلان, فلانة]}
dateline: {place: القاهرة}
lead: خلاصة
media:
  - {file: pictures/a b.jpg, role: lead, caption: شرح, alt: وصف, credit: مصور, crop: [10, 0, 80, 100]}
people: [فلان]
subjects: [علم]
source: {name: موقع, url: https://x.example/1}
publisher: ناشر
contact: {name: مكتب, phone: "01", email: a@x.example}
rights: حقوق
edNote: ملاحظة
urgency: 4
residue:
  - {line: 9, text: "Show More"}
ext: {other: "x"}
---   

فقرة **غليظة** و\\_ شرطة.\r
وتتمة  \r
\r
| أ | ب |
|---|---|
| ١ | ٢ |
"""


def check_out(t, program, schema, path, folder):
    """One item: valid, and the same bytes when it comes back."""
    status, out, err = run(program, 'dump', '--stage', 'item', '--format', 'ninjs', path)
    if status:
        t.ok(False, f'{path.name}: is dumped', err)
        return None
    document = json.loads(out)
    faults = [f"{'/'.join(map(str, e.path))}: {e.message[:200]}" for e in schema.iter_errors(document)]
    t.ok(not faults, f'{path.name}: is ninjs 3.1', '\n'.join(faults))
    moments = [document[k] for k in ('firstCreated', 'versionCreated', 'contentCreated', 'embargoedUntil', 'expires') if k in document]
    t.ok(all(map(MOMENT.match, moments)), f'{path.name}: its moments are RFC 3339', moments)
    back = folder / path.stem
    (folder / f'{path.stem}.json').write_text(out, encoding='utf-8')
    status, _, err = run(program, 'import', folder / f'{path.stem}.json', '-o', back)
    made = list(back.glob('*.md'))
    t.ok(status == 0 and [p.read_bytes() for p in made] == [path.read_bytes()], f'{path.name}: comes back the same', err)
    return document


def check_everything(t, program, schema, folder):
    path = folder / 'everything.md'
    path.write_bytes(EVERYTHING.encode('utf-8'))
    d = check_out(t, program, schema, path, folder)
    t.ok([(h['role'], h['value']) for h in d['headlines']] == [('main', 'عنوان: «نص» "مقتبس"'), ('kicker', 'تمهيد'), ('deck', 'أول'), ('deck', 'ثان')],
         'headline, kicker and decks by their roles', d['headlines'])
    t.ok((d['contentCreated'], d['firstCreated']) == ('2024-02-29T10:00:00+03:00', '2024-02-28T10:00:30Z') and 'embargoedUntil' not in d,
         'moments with a zone alone', d)
    t.ok(d['by'] == 'بقلم فلان، فلانة' and d['located'] == 'القاهرة' and d['pubStatus'] == 'usable' and d['urgency'] == 4, 'by, located, status', d)
    d['headlines'][0]['value'] = 'آخر'
    changed = folder / 'changed.json'
    changed.write_text(json.dumps(d), encoding='utf-8')
    status, _, err = run(program, 'import', changed, '-o', folder / 'changed')
    t.ok(status == 1 and 'import.json' in err, 'one that was changed is refused', err)
    d['descriptions'] = [x for x in d['descriptions'] if x['role'] == 'summary']
    changed.write_text(json.dumps(d), encoding='utf-8')
    status, _, err = run(program, 'import', changed, '-o', folder / 'changed')
    item = read_items(program, (folder / 'changed').glob('*.md')).get('changed', {})
    t.ok(status == 0 and item.get('headline') == 'آخر', 'and read by its properties without the item in it', err)


def body_of(document):
    """The text of a document in the form that nashra prefers, read by Python; its description when it has no other."""
    texts = document.get('bodies') or document.get('descriptions', [])
    forms = [(b.get('contentType') or b.get('contenttype') or '', b['value']) for b in texts]
    html = next((v for kind, v in forms if 'html' in kind), None)
    return html_lines(html) if html else squeezed_lines(next((v for kind, v in forms if 'plain' in kind), ''))


def heads_of(document):
    """Headlines, and the captions of its pictures."""
    beside = document.get('associations', [])
    beside = beside.values() if isinstance(beside, dict) else beside
    captions = [d['value'] for o in beside if o.get('type') == 'picture' for d in o.get('descriptions', [])[:1]]
    heads = [h['value'] for h in document.get('headlines', [])]
    return (heads or [document.get('title', '')]) + captions


def check_examples(t, program, folder):
    made = 0
    for path in sorted(NINJS.glob('examples/*/*.json')):
        document = json.loads(path.read_text(encoding='utf-8'))
        into = folder / f'example-{path.parent.name}-{path.stem}'
        status, _, err = run(program, 'import', path, '-o', into)
        items = list(into.glob('*.md'))
        told = 'import.' in err or 'no releases' in err
        t.ok(len(items) == 1 if status == 0 and not told else told, f'{path.parent.name}/{path.stem}: an item, or why not', err)
        for item in read_items(program, items).values():
            made += 1
            texts = item_texts(item, ('kicker', 'headline'))
            lines = body_of(document) + squeezed_lines('\n'.join(heads_of(document)))
            extra = [x for k in ('by', 'located') if k in document for x in squeezed_lines(document[k])]
            why = lost(lines + extra, texts)
            t.ok(not why, f'{path.stem}: all lines are there', why)
    t.ok(made >= 8, f'{made} of the examples are releases')
    old = {'uri': 'urn:x:1', 'type': 'text', 'headline': 'Head', 'body_text': 'One.\nTwo <b>.', 'body_nitf': '<p>x</p>', 'byline': 'By A',
           'pubstatus': 'usable', 'versioncreated': '2013-07-09T10:37:00Z', 'subject': [{'name': 's'}], 'embargoed': '2021-01-01T00:00:00Z'}
    (folder / 'old.json').write_text(json.dumps(old))
    status, _, err = run(program, 'import', folder / 'old.json', '-o', folder / 'old')
    item = read_items(program, (folder / 'old').glob('*.md')).get('old', {})
    t.ok((item.get('headline'), item.get('embargo'), item.get('subjects')) == ('Head', '2021-01-01T00:00:00Z', ['s']), 'ninjs 1.x', err)
    t.ok(list(body_texts(item['body'])) == ['One.', 'Two <b>.'], 'its body', item['body'])


def check_bad(t, program, folder):
    for name, content, code in (('broken', '{"uri": ', 'import.json'), ('other', '{"a": 1}', 'import.kind'),
                                ('deep', '{"uri":' + '[' * 100000, 'import.json'), ('none', '{"uri": "x:y"}', 'import.no-headline')):
        path = folder / f'{name}.json'
        path.write_text(content)
        status, _, err = run(program, 'import', path, '-o', folder / 'bad')
        t.ok(status == 1 and code in err, f'{name}: {code}', err)
    item = ROOT / 'samples/statement.md'
    for words in (['--stage', 'item', '--format', 'x'], ['--stage', 'story', '-l', 'release', '--format', 'ninjs']):
        status, _, err = run(program, 'dump', *words, item)
        t.ok(status == 2 and '--format' in err, ' '.join(words), err)


def main(program):
    t = Tap()
    schema = jsonschema.Draft202012Validator(json.loads((NINJS / 'ninjs-schema_3.1.json').read_text(encoding='utf-8')))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for path in sorted(p for f in FOLDERS for p in (ROOT / f).glob('**/*.md' if 'golden' in f else '*.md')):
            if path.read_text(encoding='utf-8').startswith('---\nnashra-item'):
                check_out(t, program, schema, path, folder)
        check_everything(t, program, schema, folder)
        check_examples(t, program, folder)
        check_bad(t, program, folder)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
