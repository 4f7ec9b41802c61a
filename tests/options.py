#!/usr/bin/env python3
"""
No option is taken that does nothing: each command refuses those that its help does not name, and each way of one the others'.

    options.py NASHRA
"""
import pathlib
import re
import subprocess
import sys
import tempfile

from tap import ROOT, Tap, run

# What each way of a command heeds; the rest of the command's own it refuses.
WAYS = {
    ('batch', 'plan'): 'by title layout output profile',
    ('batch', 'run'): 'outputs shard jobs resume keep-going timeout max-mem log deps progress',
    ('batch', 'merge'): 'output log',
    ('impose', 'booklet'): 'binding signature creep back-cover marks paper fit output',
    ('impose', '2up'): 'binding back-cover marks paper fit output',
    ('fonts',): '',
    ('fonts', 'specimen'): 'layout output profile no-proof',
}
ALWAYS = {'data', 'diagnostics', 'color', 'quiet', 'verbose', 'lang', 'help'}
ITEM, LAYOUT = ROOT / 'samples/statement.md', ['-l', 'release']
# Where it depends on more than the way.
CASES = [
    (['render', ITEM, *LAYOUT, '-o', 'x-{p}.png', '--embed-items'], '--embed-items'),
    (['render', ITEM, *LAYOUT, '-o', 'x-{p}.svg', '--no-proof'], '--no-proof'),
    (['render', ITEM, *LAYOUT, '-o', 'x.pdf', '--dpi', 90], '--dpi'),
    (['verify', 'x.pdf', '--profile', 'print'], '--profile'),
    (['verify', 'x.pdf', '--embed-items'], '--embed-items'),
    (['dump', '--stage', 'item', ITEM, *LAYOUT], '--layout'),
    (['dump', '--stage', 'item', ITEM, '-p', 'print'], '--profile'),
    (['dump', '--stage', 'story', ITEM, *LAYOUT, '--format', 'json'], '--format'),
    (['diff', 'release', 'letter', ITEM, '--dpi', 90], '-o'),
    (['diff', 'release', 'letter', ITEM, '--pictures', 9], '-o'),
    (['batch', 'plan', ROOT / 'samples', *LAYOUT, '-o', 'x', '--title', 'x'], '--title'),
    (['batch', 'run', 'x', '-O', 'y', '--jobs', -1], '--jobs'),
    (['batch', 'run', 'x', '-O', 'y', '--timeout', -1], '--timeout'),
    (['watch', ITEM, *LAYOUT, '-o', 'x.png'], '-o'),
    (['batch', 'run', 'x', '-O', 'y', '-j'], '--jobs wants a value'),
    (['batch', 'run', 'x', '-O', 'y', '-jx'], "--jobs is 'x', but wants a number"),
    (['render', ITEM, '--layout'], '--layout wants a value'),
    (['render', ITEM, *LAYOUT, '-o', 'x.pdf', '--dpi=many'], "--dpi is 'many', but wants a number"),
]


def told(program, *words):
    """Options that a help names: long name, and whether a value follows."""
    out = run(program, *words, '--help')[1]
    return {m[1]: bool(m[2]) for m in re.finditer(r'^  (?:-\w, |    )--([a-z-]+)(=)?', out, re.M)}


def letters(program, *words):
    """The letters of a help, and their long names."""
    return {(m[1], m[2]) for m in re.finditer(r'^  -(\w), --([a-z-]+)', run(program, *words, '--help')[1], re.M)}


def value(name):
    return {'by': 'day', 'shard': '1/2', 'profile': 'print', 'stage': 'item', 'format': 'json', 'max-mem': '1G', 'creep': '1mm', 'paper': 'A3',
            'binding': 'left', 'progress': 'never', 'layout': 'release'}.get(name, '96')


def refused(program, folder, words, name, wants):
    status, _, err = run(program, *words, f'--{name}', *([value(name)] if wants else []), cwd=folder)
    return status == 2 and f"--{name} does nothing with '{' '.join(words)}'" in err


def test_full_output(t, program, folder):
    """What goes to standard output and cannot be written there is no success, whoever prints it."""
    ways = ['--version', '--help', 'help render', 'render --help', 'explain', 'explain layout.fit', 'explain item.date', 'explain text.nul', 'fonts',
            'schema item', 'completion bash', 'manual nashra-issue.5', f'dump --stage item {ITEM}', f'diff release letter {ITEM}',
            f'import -o items --dry-run --explain {ROOT / "README.md"}', 'new news']
    for way in ways:
        with open('/dev/full', 'w', encoding='utf-8') as full:
            p = subprocess.run([str(program), *way.split()], stdout=full, stderr=subprocess.PIPE, text=True, cwd=folder, timeout=240)
        t.ok(p.returncode == 4 and p.stderr.count('standard output') == 1, f'{way.split("/")[0]}: a full disk is told', f'{p.returncode} {p.stderr}')


def main(program):
    t = Tap()
    out = run(program, '--help')[1]
    commands = re.findall(r'^  ([a-z]+) {2,}\S', out.split('Commands:')[1].split('A first')[0], re.M)
    options = {c: told(program, c) for c in commands}
    # Those that are not one command's alone: all are read, whatever the command.
    common = {k: v for o in options.values() for k, v in o.items()
              if k in ('layout', 'output', 'dpi', 'stage', 'profile', 'embed-items', 'no-proof', 'strict', 'timing')}
    t.ok(len(common) == 9 and len(commands) > 12, 'commands and options are found', (common, commands))
    names = {}
    for letter, name in set().union(*(letters(program, c) for c in commands)):
        names.setdefault(letter, set()).add(name)
    t.ok(len(names) > 8 and all(len(v) == 1 for v in names.values()), 'a letter is one word in all commands', names)
    with tempfile.TemporaryDirectory() as folder:
        for c in commands:
            bad = [k for k, v in common.items() if k not in options[c] and not refused(program, folder, [c], k, v)]
            t.ok(not bad, f'{c}: what its help does not name is refused', bad)
        for way, heeds in WAYS.items():
            others = {k: v for k, v in options[way[0]].items() if k not in heeds.split() and k not in ALWAYS}
            bad = [k for k, v in others.items() if not refused(program, folder, list(way), k, v)]
            t.ok(not bad, f'{" ".join(way)}: so is what is of other ways', bad)
        for c in {w[0] for w in WAYS}:
            all_ways = {k for w, heeds in WAYS.items() if w[0] == c for k in heeds.split()}
            t.ok(all_ways == set(options[c]) - ALWAYS, f'{c}: each option is of one way at least', all_ways ^ set(options[c]))
        for words, said in CASES:
            status, _, err = run(program, *words, cwd=folder)
            t.ok(status == 2 and said in err and 'nashra: error:' in err, ' '.join(str(w) for w in words if w != ITEM), f'{status} {err}')
        left = list(pathlib.Path(folder).iterdir())
        t.ok(not left, 'nothing was made', left)
        status, _, err = run(program, 'render', ITEM, '-qlrelease', '-ox.pdf', cwd=folder)
        t.ok(status == 0 and pathlib.Path(folder, 'x.pdf').exists(), 'a value may stand beside its letter', err)
        status, _, err = run(program, 'render', ITEM, *LAYOUT, '-o', 'y.pdf', '--', '-qlx', cwd=folder)
        t.ok(status != 0 and '-qlx does not exist' in err, 'behind -- there are no letters', err)
        test_full_output(t, program, folder)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
