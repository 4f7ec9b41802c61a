#!/usr/bin/env python3
"""
JSON Schema of layouts, items and issues agrees with the reader: what is shipped is good for both, the example of each key too,
and values that are wrong (or right) are so for both.

    schema.py NASHRA
"""
import json
import pathlib
import re
import sys
import tempfile

import jsonschema
import yaml

from tap import ROOT, Tap, run

# What only the whole can say, or another file: the schema cannot see it (layout.h).  Numbers as 0x10 and 1e2, and ~ for nothing, are left
# out: an editor has made a number of them, or nothing, before the schema sees them.
BEYOND = re.compile(r'^(layout\.(unknown-(font|colour|style)|page-too-small|no-columns|extends|parent-cycle)'
                    r'|file\..*|font\..*|image\..*|issue\.(no-match|twice|corrects-.*)|story\..*|proofread\..*)$')
ORDERED = re.compile(r'least first|zones side by side|is a spot ink|fonts.* needs a family|needs a style')

VALUES = ['wide', '', 'none', 'all', 'true', 'false', 'yes', 'start', 'end', 'base', 'ink', 'A4', 'a5 landscape', 'A9',
          '0', '1', '2', '3', '6', '7', '12', '13', '-1', '-2', '-3', '64', '65', '100', '101', '150', '1000', '99999999', '1.5',
          '"3"', '"-7"', '"0"', '"700"', '"true"', '0pt', '1pt', '12pt', '-12pt', '501pt', '49.999pt', '50pt', '50.01pt', '17 pt', '12', '12px', '12 furlongs',
          '3mm', '18mm', '25.4mm', '5001mm', '1.2cm', '70in', '1em', '-2em', '1.5gr', '5%', '18%', '29.9%', '30%', '58.6%',
          '60%', '100%', '140%', '151%', '500%', '501%', '1001%', '-5%', '١٢', '١٢pt', '.5pt', '5.pt', '1.2.3pt',
          '{}', '[]', '{x: 1}', '[1, 2]', '[1, 2, 3]', '[0, 0, 0, 100]', '[0, 0, 0, 101]', '[200, 30, 40]', '[200, 30, 256]',
          '"#c81e28"', '"#c81e2g"', '[12pt, 9pt]', '[12pt, wide]', '[17pt, 18pt]', '[80%, 100%]', '[80%, 100%, 150%]', '[10%, 100%, 150%]',
          '[headline, body]', '[headline, headline]', '[decks, media]', '[contents]', '[statement]', '[outer, bottom]', '[start, 6mm]',
          '[top, start]', '[end 12mm, centre]', '[0, 0]', '[5, 5]', '"3:2"', '3:2', '0:2', '"{page}"', '"{pgae}"', '"{page"', '2026-11-23',
          '2026-02-29', '2024-02-29', '2026-11-23T14:00+02:00', '2026-11-23T25:00', '2026-13-01', '0000-01-01', '1448-06-18', '1700-12-31', '1701-01-01', 'two words', 'a/b',
          '{text: "{page}"}', '[{text: "{page}", at: [start, top]}]', '[{text: x, tint: ink}]', '[{image: e.svg}]', '[{}]',
          '[{columns: 1}]', '[{columns: 0}]', '[{colums: 1}]', '{width: 0.5pt, colour: ink}', '{width: 51pt}', '{widht: 1pt}']

LAYOUT = {'nashra-layout': 1, 'colours': {'ink': {'k': 100}, 'grey': {'k': 45}, 'red': {'m': 100}, 'blue': {'c': 100}},
          'page': {'columns': {'count': 1}}, 'fonts': {'text': {'family': 'Amiri'}},
          'styles': {'base': {'font': 'text'}, 'body': {}, 'byline': {}, 'folio': {}}}
ITEM = {'nashra-item': 1, 'headline': 'خبر'}
ISSUE = {'nashra-issue': 1, 'date': '2026-11-23', 'sections': [{'items': ['*.md']}]}


class Editor(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read: no dates, no `yes`, no sixty-based numbers."""


Editor.yaml_implicit_resolvers = {}
for tag, pattern, first in (('bool', r'^(?:true|True|TRUE|false|False|FALSE)$', 'tTfF'), ('null', r'^(?:~|null|Null|NULL|)$', ['~', 'n', 'N', '']),
                            ('int', r'^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$', '-+0123456789'),
                            ('float', r'^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$', '-+0123456789.')):
    Editor.add_implicit_resolver(f'tag:yaml.org,2002:{tag}', re.compile(pattern), list(first))
# 007 is seven in YAML 1.2, not octal; 0x10 stays a number.
Editor.add_constructor('tag:yaml.org,2002:int', lambda l, n: int(n.value, 16) if n.value.startswith('0x') else int(n.value))
Editor.add_constructor('tag:yaml.org,2002:float', lambda l, n: float(n.value))


class Plain(str):
    """A value that is written into YAML as it stands."""


def flow(v):
    if isinstance(v, Plain):
        return str(v)
    if isinstance(v, dict):
        return '{' + ', '.join(f'{k}: {flow(x)}' for k, x in v.items()) + '}'
    if isinstance(v, list):
        return '[' + ', '.join(map(flow, v)) + ']'
    return v if isinstance(v, str) and re.fullmatch(r'[\w.-]+', v) and not v[0].isdigit() else json.dumps(v, ensure_ascii=False)


def document(tree):
    return '\n'.join(f'{k}: {flow(v)}' for k, v in tree.items()) + '\n'


def put(tree, path, value):
    """A copy of the tree with the value at the path."""
    tree = json.loads(json.dumps(tree))
    at = tree
    for name, nxt in zip(path, path[1:]):
        if isinstance(name, int):
            at = at[0]
            continue
        if not isinstance(at.get(name), list if isinstance(nxt, int) else dict):
            at[name] = [{}] if isinstance(nxt, int) else {}
        at = at[name]
    at[path[-1]] = value
    return tree


def keys(schema, node, path=()):
    """Paths of all keys and what each takes, with a name for * and 0 for an entry of a list."""
    if '$ref' in node:
        node = schema['definitions'][node['$ref'].split('/')[-1]]
        if 'properties' not in node:
            return
    for inside in node.get('anyOf', []):
        if 'properties' in inside or inside.get('type') == 'array' and 'properties' in str(inside):
            yield from keys(schema, inside, path)
    if node.get('type') == 'array' and isinstance(node.get('items'), dict):
        yield from keys(schema, node['items'], path + (0,))
    if isinstance(node.get('additionalProperties'), dict) and 'properties' in node['additionalProperties']:
        yield from keys(schema, node['additionalProperties'], path + ('ink' if path == ('colours',) else 'text' if path == ('fonts',) else 'body',))
    for name, inside in node.get('properties', {}).items():
        yield path + (name,), inside
        yield from keys(schema, inside, path + (name,))


def companions(tree, path):
    """What must stand beside a key so that only its own value can be wrong."""
    part = next((i for i, x in enumerate(path) if x in ('parts', 'header', 'footer') or (x == 'cover' and path[i + 1:i + 2] != ('parts',))), None)
    if part is not None and len(path) > part + 2:
        key = path[part + 2]
        beside = {'style': {'text': 'x'}, 'at': {'text': 'x'}, 'from': {'tint': 'ink'}, 'to': {'tint': 'ink'}, 'image': {'height': '20mm'},
                  'qr': {'width': '22mm'}, 'width': {'tint': 'ink'}, 'height': {'tint': 'ink'}}.get(key, {})
        for k, v in beside.items():
            tree = put(tree, path[:part + 2] + (k,), v)
    if path[0] == 'media' and path[-1] != 'file' and len(path) > 1:
        tree = put(tree, path[:-1] + ('file',), 'a.png')
    if 'nashra-issue' in tree and path[0] == 'sections' and path[-1] != 'items' and len(path) > 1:
        tree = put(tree, path[:-1] + ('items',), ['a.md'])
    if path[0] == 'corrects' and len(path) == 2 and path[-1] != 'id':
        tree = put(tree, ('corrects', 'id'), 'x')
    return tree


def refusals(program, folder, files):
    """The files that the reader refuses for what the schema can see."""
    bad = {}
    for i in range(0, len(files), 400):
        status, _, err = run(program, 'check', '--diagnostics', 'json', *files[i:i + 400], cwd=folder)
        assert status in (0, 1, 2), (status, files[i], files[i:i + 400][-1])
        for line in err.splitlines():
            d = json.loads(line)
            if d['level'] == 'error' and not BEYOND.match(d['code']) and not ORDERED.search(d['text']):
                bad.setdefault(d['file'], d)
    return bad


def test_agreement(t, program, folder, schema, base, form):
    """One file a value: each must be good for both, or for neither."""
    valid = jsonschema.Draft7Validator(schema)
    cases, tried = [], {}
    values = {v: yaml.load(v, Editor) for v in VALUES}
    # That an issue has an item stands at the root; what a layout must have there is BEYOND.
    together = jsonschema.Draft7Validator({'anyOf': schema['anyOf']}) if form[0] == 'issue' else None
    for path, node in sorted(dict(keys(schema, schema)).items(), key=str):
        part = valid.evolve(schema=node)
        beside = companions(base, path)
        for v, tree in values.items():
            name = f'{form[0]}{len(cases)}{form[1]}'
            text = document(put(beside, path, Plain(v)))
            (folder / name).write_text(f'---\n{text}---\nنص.\n' if form[1] == '.md' else text, encoding='utf-8')
            cases.append(name)
            tried[name] = (path, v, part.is_valid(tree) and (not together or together.is_valid(put(beside, path, tree))))
    bad = refusals(program, folder, cases)
    wrong = {}
    for name, (path, v, good) in tried.items():
        if good == (name in bad):
            wrong.setdefault(path, []).append(f'{v}: schema {"takes" if good else "refuses"}, reader: {bad.get(name, {}).get("text", "good")}')
    paths = {p for p, _, _ in tried.values()}
    for path in sorted(paths, key=str):
        t.ok(path not in wrong, f'{form[0]} {".".join(map(str, path))}: reader and schema agree', '\n'.join(wrong.get(path, [])))
    t.ok(len(paths) > 20 and len(tried) > 2000, f'{len(tried)} values of {len(paths)} keys of {form[0]} tried')


def front_matter(path):
    """What an editor sees of the front matter: fields that are read verbatim are texts."""
    lines, key = path.read_text(encoding='utf-8').split('\n---')[0].removeprefix('---').splitlines(), ''
    for i, line in enumerate(lines):
        key = line.split(':')[0] if re.match(r'[\w-]+:', line) else key
        m = re.match(r'^(\w+: |  - )(?!["|>{\[])(.+)$', line)
        if m and (line.startswith(('section:', 'kicker:', 'headline:', 'lead:', 'byline:')) or key == 'decks'):
            lines[i] = m[1] + json.dumps(m[2], ensure_ascii=False)
    return yaml.load('\n'.join(lines), Editor)


def test_shipped(t, schemas):
    for path in sorted((ROOT / 'layouts').glob('*.yaml')):
        if path.read_text(encoding='utf-8').startswith('nashra-layout') or 'nashra-layout:' in path.read_text(encoding='utf-8'):
            faults = list(schemas['layout'].iter_errors(yaml.load(path.read_text(encoding='utf-8'), Editor)))
            t.ok(not faults, f'{path.name} is good', '\n'.join(f'{list(e.path)} {e.message[:200]}' for e in faults))
    for path in sorted((ROOT / 'samples').rglob('*.yaml')):
        text = path.read_text(encoding='utf-8')
        if 'nashra-issue:' in text:
            faults = list(schemas['issue'].iter_errors(yaml.load(text, Editor)))
            t.ok(not faults, f'{path.relative_to(ROOT)} is good', faults)
    for path in sorted((ROOT / 'samples').rglob('*.md')):
        if path.read_text(encoding='utf-8').startswith('---'):
            faults = list(schemas['item'].iter_errors(front_matter(path)))
            t.ok(not faults, f'{path.relative_to(ROOT)} is good', faults)


def test_together(t, program, folder, schema):
    """Whether an issue has an item, wherever it may stand."""
    valid = jsonschema.Draft7Validator(schema)
    nothing = ('[]', "''", "' '", "['']", "['', ' ']")
    sections = [f'{{items: {x}}}' for x in (*nothing, 'a.md', "['', a.md]", '[a.md]')]
    cases = {}
    for i, (s, c) in enumerate([(s, c) for s in (None, *sections, *(f'[{s}]' for s in sections), '[]', f'[{sections[0]}, {sections[-1]}]')
                                for c in (None, *nothing)]):
        lines = ['nashra-issue: 1', 'date: 2026-11-23', *([f'sections: {s}'] if s else []), *([f'corrections: {c}'] if c else [])]
        (folder / f'together{i}.yaml').write_text('\n'.join(lines) + '\n', encoding='utf-8')
        cases[f'together{i}.yaml'] = lines[2:]
    bad = refusals(program, folder, list(cases))
    for name, lines in cases.items():
        good = valid.is_valid(yaml.load((folder / name).read_text(encoding='utf-8'), Editor))
        t.ok(good == (name not in bad), f'reader and schema agree on {", ".join(lines) or "no section"}',
             f'schema: {good}, reader: {bad.get(name)}')
    t.ok(0 < len(bad) < len(cases), f'{len(bad)} of {len(cases)} issues have no item')


def test_examples(t, program, folder, schema):
    """The example of each key, laid over a layout, is good for both."""
    out = run(program, 'explain', *sorted({f'layout.{p[0]}' for p, _ in keys(schema, schema)}), 'layout.parts')[1]
    blocks = re.findall(r'^layout\.(\S+)\n(?:  .*\n)*?  example:\n((?:    .*\n)+)', out, re.M)
    t.ok(len({b[0] for b in blocks}) > 190, f'{len({b[0] for b in blocks})} keys have an example')
    base = document({k: v for k, v in LAYOUT.items()})
    (folder / 'release.yaml').write_text(base, encoding='utf-8')
    (folder / 'binding-ar.yaml').write_text((ROOT / 'layouts/binding-ar.yaml').read_text(encoding='utf-8'), encoding='utf-8')
    valid = jsonschema.Draft7Validator(schema)
    names = {}
    for i, (key, lines) in enumerate(dict(blocks).items()):
        text = re.sub('^    ', '', lines, flags=re.M)
        head = '' if key == 'nashra-layout' else 'nashra-layout: 1\n'
        head += '' if key == 'extends' else 'extends: release.yaml\n'
        (folder / f'example{i}.yaml').write_text(head + text, encoding='utf-8')
        names[f'example{i}.yaml'] = (key, head + text)
    bad = refusals(program, folder, list(names))
    for name, (key, text) in names.items():
        faults = [e.message[:200] for e in valid.iter_errors(yaml.load(text, Editor))]
        t.ok(name not in bad and not faults, f'the example of {key}', f'{text}\n{bad.get(name)}\n{faults}')


def main(program):
    t = Tap()
    schemas = {}
    for name in ('layout', 'item', 'issue'):
        status, out, err = run(program, 'schema', name)
        schema = json.loads(out)
        jsonschema.Draft7Validator.check_schema(schema)
        t.ok(status == 0 and not err, f'schema {name} is a JSON Schema')
        schemas[name] = jsonschema.Draft7Validator(schema)
    test_shipped(t, schemas)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as issues:
        folder, issues = pathlib.Path(folder), pathlib.Path(issues)
        test_examples(t, program, folder, schemas['layout'].schema)
        test_agreement(t, program, folder, schemas['layout'].schema, LAYOUT, ('layout', '.yaml'))
        test_agreement(t, program, folder, schemas['item'].schema, ITEM, ('item', '.md'))
        (issues / 'a.md').write_text('---\nnashra-item: 1\nheadline: خبر\n---\nنص.\n', encoding='utf-8')
        test_agreement(t, program, issues, schemas['issue'].schema, ISSUE, ('issue', '.yaml'))
        test_together(t, program, issues, schemas['issue'].schema)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
