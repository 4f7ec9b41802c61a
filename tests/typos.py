#!/usr/bin/env python3
"""
Mistakes in a layout: each key misspelt in several ways gets the right line, column and proposal; a hundred mistakes in one
file get a hundred messages.

    typos.py NASHRA
"""
import json
import pathlib
import re
import sys
import tempfile

from tap import Tap, run


def keys(schema, node, path=()):
    """Every map of the schema: its path (* for any name, 0 for an entry of a list) and its keys."""
    if '$ref' in node:
        node = schema['definitions'][node['$ref'].split('/')[-1]]
    for inside in node.get('anyOf', []):
        if 'properties' in inside and node is not schema:
            yield from keys(schema, inside, path)
    if isinstance(node.get('items'), dict):
        yield from keys(schema, node['items'], path + (0,))
    if isinstance(node.get('additionalProperties'), dict):
        yield from keys(schema, node['additionalProperties'], path + ('any',))
    if 'properties' in node:
        yield path, list(node['properties'])
        for name, inside in node['properties'].items():
            yield from keys(schema, inside, path + (name,))


def misspelt(word):
    """Two neighbours that changed places, and a letter that is left out, added, doubled or another."""
    for i in range(len(word) - 1):
        if word[i] != word[i + 1]:
            yield 'swapped', word[:i] + word[i + 1] + word[i] + word[i + 2:]
    yield 'added', word + 'q'
    for i in range(len(word)):
        if len(word) > 2:
            yield 'left out', word[:i] + word[i + 1:]
        yield 'doubled', word[:i] + word[i] + word[i:]
        yield 'another', word[:i] + ('q' if word[i] != 'q' else 'w') + word[i + 1:]


def distance(a, b):
    """Optimal string alignment, as the program counts."""
    d = {(i, j): i or j for i in range(len(a) + 1) for j in range(len(b) + 1) if not i or not j}
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            d[i, j] = min(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                d[i, j] = min(d[i, j], d[i - 2, j - 2] + 1)
    return d[len(a), len(b)]


def file_with(path, word):
    """A layout that says `word` as a key at the path, one key a line; and its place."""
    lines, indent, dash = ['nashra-layout: 1'], '', ''
    for name in path:
        if name == 0:
            dash = '- '
            continue
        lines.append(f'{indent}{dash}{name}:')
        indent, dash = indent + ' ' * (len(dash) + 2), ''
    lines.append(f'{indent}{dash}{word}: x')
    return '\n'.join(lines) + '\n', len(lines), len(indent + dash) + 1


def cases(schema):
    for path, names in keys(schema, schema):
        for name in names:
            seen, count = set(), {}
            for kind, word in misspelt(name):
                # As near to another key, or another key itself: no proposal is the right one.
                near = sorted(distance(word, other) for other in names if other != name)
                if word in seen or count.get(kind, 0) == 2 or (near and near[0] <= distance(word, name)) or distance(word, name) >= len(word):
                    continue
                seen.add(word)
                count[kind] = count.get(kind, 0) + 1
                yield path, name, kind, word


def test_typos(t, program, folder, schema):
    tried = {}
    for i, (path, name, kind, word) in enumerate(cases(schema)):
        text, line, col = file_with(path, word)
        (folder / f't{i}.yaml').write_text(text, encoding='utf-8')
        tried[f't{i}.yaml'] = (path + (name,), kind, word, line, col)
    said = {}
    files = list(tried)
    for i in range(0, len(files), 500):
        for line in run(program, 'check', '--diagnostics', 'json', *files[i:i + 500], cwd=folder)[2].splitlines():
            d = json.loads(line)
            if d['code'] == 'layout.unknown-key':
                said.setdefault(d['file'], []).append((d['line'], d['col'], d.get('help')))
    wrong, kinds = {}, {}
    for file, (path, kind, word, line, col) in tried.items():
        kinds.setdefault(path, set()).add(kind)
        expected = [(line, col, f"did you mean '{path[-1]}'?")]
        if said.get(file) != expected:
            wrong.setdefault(path, []).append(f'{word} ({kind}): {said.get(file)}, not {expected}')
    for path in sorted(kinds, key=str):
        t.ok(path not in wrong, f'{".".join(map(str, path))} misspelt', '\n'.join(wrong.get(path, [])))
    few = [p for p, k in kinds.items() if len(k) < 2]
    t.ok(not few, 'every key is misspelt in two ways at least', few)
    every = {p + (n,) for p, names in keys(schema, schema) for n in names}
    t.ok(set(kinds) == every, f'all {len(every)} keys are tried, {len(tried)} words', every - set(kinds))


MISTAKES = ['sise: 12pt', 'size: 12', 'size: 2pt', 'leading: high', 'colour: inck', 'font: txt', 'align: justfy', 'balance: yes',
            'indent: [1em]', 'widows: 12', 'orphans: two', 'span: some', 'max-lines: -1', 'justify: {space: [80%, 100%]}',
            'justify: {kashida: some}', 'justify: {kashida-leats: 18%}', 'justify: {narrow: 12em}', 'rule-above: {width: thick}',
            'rule-below: {widht: 1pt}', 'bar: thin']


def test_hundred(t, program, folder):
    """A hundred styles with a mistake each, and one each in the page and in the masthead: a message for each line, and no more."""
    lines = ['nashra-layout: 1', 'colours: {ink: {k: 100}}', 'page: {columns: {count: 2}, margins: {topp: 3mm}}', 'fonts: {text: {family: Amiri}}',
             'masthead: {parts: [{text: "{pgae}"}]}', 'styles:', '  base: {font: text}', '  body: {}']
    wrong = [3, 5]
    for i in range(98):
        lines.append(f'  style-{i}: {{parent: base, {MISTAKES[i % len(MISTAKES)]}}}')
        wrong.append(len(lines))
    (folder / 'hundred.yaml').write_text('\n'.join(lines) + '\n', encoding='utf-8')
    _, _, err = run(program, 'check', '--diagnostics', 'json', 'hundred.yaml', cwd=folder)
    said = [json.loads(line) for line in err.splitlines()]
    places = [d['line'] for d in said if d['level'] == 'error']
    t.ok(set(places) == set(wrong), 'each of a hundred mistakes has its message', sorted(set(places) ^ set(wrong)))
    t.ok(100 <= len(places) <= 110, f'{len(places)} messages for a hundred mistakes', '\n'.join(map(str, said[:20])))
    _, _, err = run(program, 'check', 'hundred.yaml', cwd=folder)
    t.ok(re.search(rf'^nashra: {len(places)} errors$', err, re.M), 'and they are counted', err[-200:])


def main(program):
    t = Tap()
    schema = json.loads(run(program, 'schema', 'layout')[1])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        test_typos(t, program, folder, schema)
        test_hundred(t, program, folder)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
