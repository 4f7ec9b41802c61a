#!/usr/bin/env python3
"""
The archive: planned, made, cut off, gone on with, divided and merged.

Items are the samples under other names.  What is poison is so by its name: tests/poison.c, loaded into the workers.
"""
import fcntl
import hashlib
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from tap import ROOT, Tap, run

N = 60
PATIENCE = 200  # seconds after which what has not come hangs: no bound of the program's


def make_archive(folder, n=N):
    """n releases over three months, in folders."""
    sources = [p for p in sorted((ROOT / 'samples').glob('*.md')) if 'media:' not in p.read_text(encoding='utf-8')]
    for i in range(n):
        path = folder / f'{2024 + i % 2}' / f'release-{i:04d}.md'
        path.parent.mkdir(parents=True, exist_ok=True)
        text = sources[i % len(sources)].read_text(encoding='utf-8').splitlines(True)
        lines = [f'id: r{i}\n' if x.startswith('id: ') else f'date: 2024-{1 + i % 3:02d}-{1 + i % 28:02d}\n'
                 if x.startswith('date: ') else x for x in text]
        path.write_text(''.join(lines), encoding='utf-8')


class Batch:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.archive, self.plan = folder / 'archive', folder / 'plan.jsonl'
        make_archive(self.archive)

    def make_plan(self, *words, name=None):
        return run(self.program, 'batch', 'plan', self.archive, '-l', 'letter', '-o', name or self.plan, *words)

    def words(self, out, *more):
        return [str(w) for w in (self.program, 'batch', 'run', self.plan, '-O', self.folder / out, '-j', 2, *more)]

    def run(self, out, *more, **env):
        p = subprocess.run(self.words(out, *more), capture_output=True, text=True,
                           env={**os.environ, **env}, timeout=300)
        return p.returncode, p.stderr

    def outputs(self, out):
        base = self.folder / out
        return {str(p.relative_to(base)): hashlib.sha256(p.read_bytes()).hexdigest()
                for p in base.rglob('*') if p.is_file() and '.nashra' not in p.parts}

    def manifest(self, out):
        path = self.folder / f'{out}.json'
        status, _, err = run(self.program, 'batch', 'merge', self.folder / out, '-o', path)
        return status, path.read_text(encoding='utf-8') if path.exists() else err


def test_whole(t, b):
    status, _, err = b.make_plan()
    t.ok(status == 0, 'a plan is made', err)
    first = b.plan.read_bytes()
    b.make_plan()
    t.ok(first == b.plan.read_bytes() and len(first.splitlines()) == N + 1, 'the same each time, a line an output')
    status, err = b.run('whole')
    t.ok(status == 0 and len(b.outputs('whole')) == N, 'all of it is made', err)
    t.ok(f'{N} made' in err, 'and counted', err)
    before = b.outputs('whole')
    status, err = b.run('whole')
    t.ok(status == 0 and f'0 made, {N} were there' in err and b.outputs('whole') == before,
         'a second run makes nothing', err)
    t.ok(not (b.folder / 'whole/.nashra/drafts').exists(), 'no draft is left')


def test_change(t, b):
    item = b.archive / '2024/release-0000.md'
    text = item.read_text(encoding='utf-8')
    item.write_text(text.replace('headline: ', 'headline: جديد ', 1), encoding='utf-8')
    status, err = b.run('whole', '-k', '--diagnostics', 'short')
    t.ok(status == 0 and 'made' in err, 'what was made from the old item is still what the plan wants', err)
    (b.folder / 'whole/2024/release-0000.pdf').unlink()
    status, err = b.run('whole', '-k', '--diagnostics', 'short')
    t.ok(status == 1 and '[batch.changed]' in err and '1 failed' in err, 'a plan older than an item is told', err)
    gone = b.archive / 'gone.md'
    gone.write_text(text, encoding='utf-8')
    b.make_plan()
    gone.unlink()
    status, err = b.run('gone', '-k', '--diagnostics', 'short')
    t.ok(status == 1 and 'not there any more' in err and '1 failed' in err and len(b.outputs('gone')) == N, 'an item that is gone costs itself', err)
    b.make_plan()
    status, err = b.run('whole')
    t.ok(status == 0 and f'1 made, {N - 1} were there' in err, 'one changed item is one output', err)
    item.write_text(text, encoding='utf-8')
    b.make_plan()
    b.run('whole')


def test_alone(t, b):
    """What a worker has kept of the outputs before changes nothing."""
    b.run('one', '-j', '1')
    t.ok(b.outputs('one') == b.outputs('whole'), 'one worker makes what two make')
    for name in ('2024/release-0000', '2025/release-0031', '2025/release-0059'):
        alone = b.folder / 'alone.pdf'
        status, _, err = run(b.program, 'render', b.archive / f'{name}.md', '-l', 'letter', '-q', '-o', alone)
        t.ok(status == 0 and alone.read_bytes() == (b.folder / 'one' / f'{name}.pdf').read_bytes(),
             f'{name} alone is what it is after others', err)


def test_pictures(t, b):
    """Another picture is another key, however the item names it."""
    items = {'image': '---\nnashra-item: 1\nheadline: خبر\ndate: 2024-01-01\n---\n\n![بديل](a.png)\n',
             'media': '---\nnashra-item: 1\nheadline: خبر\ndate: 2024-01-01\nmedia:\n  - file: a.png\n    alt: صورة\n---\n\nنص.\n',
             'escape': '---\nnashra-item: 1\nheadline: خبر\ndate: 2024-01-01\n"m\\u0065dia":\n  - file: a.png\n    alt: صورة\n---\n\nنص.\n',
             'none': '---\nnashra-item: 1\nheadline: خبر\ndate: 2024-01-01\n---\n\nنص.\n'}
    folder, plan, keys = b.folder / 'pictures', b.folder / 'pictures.jsonl', []
    folder.mkdir()
    for name, text in items.items():
        (folder / f'{name}.md').write_text(text, encoding='utf-8')
    for picture in (b'one', b'another'):
        (folder / 'a.png').write_bytes(picture)
        run(b.program, 'batch', 'plan', folder, '-l', 'letter', '-o', plan)
        lines = [json.loads(x) for x in plan.read_text(encoding='utf-8').splitlines()[1:]]
        keys.append({x['id']: x['key'] for x in lines})
    changed = {i for i in keys[0] if keys[0][i] != keys[1][i]}
    t.ok(changed == {'image', 'media', 'escape'} and len(keys[0]) == 4, 'a picture is part of the key of its item', changed)
    test_pictures_outside(t, b, b.folder / 'outside')


def test_pictures_outside(t, b, folder):
    """What no page may show is no part of a key, and never read: it may have no end."""
    def key_of_only():
        run(b.program, 'batch', 'plan', folder / 'items', '-l', 'letter', '-o', folder / 'plan')
        return json.loads((folder / 'plan').read_text(encoding='utf-8').splitlines()[1])['key']

    (folder / 'items').mkdir(parents=True)
    ways = ['../a.png', str(folder / 'a.png'), 'link.png', 'pipe.png', '../' * 30 + 'dev/zero']
    (folder / 'items/link.png').symlink_to('../a.png')
    os.mkfifo(folder / 'items/pipe.png')
    (folder / 'items/i.md').write_text('---\nnashra-item: 1\nheadline: خبر\ndate: 2024-01-01\n---\n\n' +
                                       ''.join(f'![بديل]({x})\n\n' for x in ways), encoding='utf-8')
    keys = set()
    for picture in (b'one', b'another'):
        (folder / 'a.png').write_bytes(picture)
        keys.add(key_of_only())
    t.ok(len(keys) == 1, 'a picture outside of the folder of its item is none', keys)


def test_shards(t, b):
    for i in (1, 2, 3):
        status, err = b.run('parts', '--shard', f'{i}/3')
        t.ok(status == 0, f'shard {i} of 3', err)
    t.ok(b.outputs('parts') == b.outputs('whole'), 'three shards make what one run makes')
    t.ok(b.manifest('parts') == b.manifest('whole'), 'and their manifest is the same', b.manifest('parts')[1][:300])
    status, err = b.run('slurm', SLURM_ARRAY_TASK_ID='5', SLURM_ARRAY_TASK_COUNT='3', SLURM_ARRAY_TASK_MIN='4')
    slurm = set(b.outputs('slurm'))
    b.run('kubernetes', JOB_COMPLETION_INDEX='1', JOB_COMPLETIONS='3')
    b.run('second', '--shard', '2/3')
    t.ok(0 < len(slurm) < N and slurm == set(b.outputs('kubernetes')) == set(b.outputs('second')),
         'Slurm and Kubernetes say the shard by their variables', err)


def test_by(t, b):
    for by, names in (('day', 'xxxx-xx-xx'), ('week', 'xxxx-Wxx'), ('month', 'xxxx-xx'), ('year', 'xxxx')):
        plan = b.folder / 'by.jsonl'
        status, _, err = b.make_plan('--by', by, name=plan)
        ids = [json.loads(x)['id'] for x in plan.read_text(encoding='utf-8').splitlines()[1:]]
        shape = {''.join('x' if c.isdigit() else c for c in i) for i in ids}
        t.ok(status == 0 and shape == {names} and ids == sorted(set(ids)), f'outputs by {by}', f'{err}{ids[:4]}')
        items = [p for x in plan.read_text(encoding='utf-8').splitlines()[1:] for p in json.loads(x)['items']]
        t.ok(len(items) == len(set(items)) == N, f'by {by} every item is in one output')


def test_twice(t, b):
    """One item under two names, and one id in two items."""
    folder = b.folder / 'twice'
    folder.mkdir()
    text = (ROOT / 'samples/statement.md').read_text(encoding='utf-8')
    for name, say in (('a.md', text), ('b.md', text), ('c.md', text.replace('headline: ', 'headline: جديد ', 1))):
        (folder / name).write_text(say, encoding='utf-8')
    plan = folder / 'plan.jsonl'
    status, _, err = run(b.program, 'batch', 'plan', folder, '-l', 'release', '-o', plan, '--diagnostics', 'short')
    told = [x for x in err.splitlines() if '[batch.same-id]' in x]
    t.ok(status == 0 and len(told) == 2 and 'b.md:' in told[0] and 'byte for byte' in told[0] and 'a.md' in told[0],
         'an item that is there twice is told', err)
    t.ok(len(told) == 2 and 'c.md:' in told[1] and 'something else' in told[1], 'so are two items of one id', err)
    t.ok(len(plan.read_text(encoding='utf-8').splitlines()) == 4, 'and all are made')


def test_links(t, b):
    """A link to an item is one; what lies behind a link to a folder, and what cannot be read, is told."""
    folder = b.folder / 'links'
    (folder / 'sub').mkdir(parents=True)
    shutil.copy(ROOT / 'samples/statement.md', folder / 'sub/a.md')
    (b.folder / 'far').mkdir()  # from what workers may read by itself
    shutil.copy(ROOT / 'samples/tables.md', b.folder / 'far')
    (folder / 'b.md').symlink_to(b.folder / 'far/tables.md')
    (folder / 'round').symlink_to(folder)
    words = ['batch', 'plan', folder, '-l', 'letter', '-o', b.folder / 'links.jsonl', '--diagnostics', 'short']
    status, _, err = run(b.program, *words)
    lines = (b.folder / 'links.jsonl').read_text(encoding='utf-8').splitlines()
    t.ok(status == 0 and len(lines) == 3 and 'b.md' in lines[1], 'a link to an item is planned as one', f'{err}{lines}')
    t.ok(err.count('[batch.link]') == 1 and 'links/round: warning' in err, 'a link to a folder is told', err)
    status, _, err = run(b.program, 'batch', 'run', b.folder / 'links.jsonl', '-O', folder / 'out', '-j', 1)
    t.ok(status == 0 and len(list((folder / 'out').rglob('*.pdf'))) == 2, 'and the link is made as the item', err)
    shutil.rmtree(folder / 'out')
    name, at = 'n' * 250, os.open(folder, os.O_RDONLY)
    for _ in range(18):  # deeper than PATH_MAX
        os.mkdir(name, dir_fd=at)
        at, above = os.open(name, os.O_RDONLY, dir_fd=at), at
        os.close(above)
    os.close(at)
    before = (b.folder / 'links.jsonl').read_bytes()
    status, _, err = run(b.program, *words)
    t.ok(status == 2 and '[batch.folder]' in err and (b.folder / 'links.jsonl').read_bytes() == before,
         'a folder that cannot be read leaves no plan without it', f'{status} {err[-300:]}')


def test_full(t, b):
    """No room for one output, as a limit on the size of files has it; then there is."""
    words = ' '.join(b.words('full', '-k', '--diagnostics', 'short'))
    p = subprocess.run(['sh', '-c', f'ulimit -f 8; exec {words}'], capture_output=True, text=True, timeout=300)
    t.ok(p.returncode == 4 and '[out.write]' in p.stderr, 'a disk without room is told', f'{p.returncode} {p.stderr[:600]}')
    t.ok(not b.outputs('full'), 'and nothing half is left', b.outputs('full'))
    status, err = b.run('full', '--resume')
    t.ok(status == 0 and b.outputs('full') == b.outputs('whole'), 'when there is room, --resume makes the same bytes', err)


# Names that make(1) could take for something else, and those that cannot be said to it.
NAMES = ['a b', 'c$d', 'e#f', 'g%h', 'i\\j', 'k:l', "m'n", 'o"p', 's*t', 's1t', 'u?v', 'w[x]', 'wx', '~y', 'z=1', 't(1)', '-dash', 'back\\ sp', 'b\\\\',
         'd$(x)', 'a\\#b', 'a&b', 'x\\%y', 'خبر عاجل']
UNSAID = ['new\nline', 'q;r', 'p|q', 'tab\tx']


def test_names_for_make(t, b, folder, text):
    folder.mkdir()
    for name in NAMES + UNSAID:
        (folder / f'{name}.md').write_text(text, encoding='utf-8')
    run(b.program, 'batch', 'plan', folder, '-l', 'release', '-o', folder / 'plan')
    out, deps = folder / 'out $ #', folder / 'deps.mk'
    status, _, err = run(b.program, 'batch', 'run', folder / 'plan', '-O', out, '--deps', deps, '-k', '--diagnostics', 'short')
    t.ok(status == 0 and err.count('[batch.deps]') == len(UNSAID), 'names that make cannot take are told of', err)
    (folder / 'Makefile').write_text(f'include {deps}\n%.pdf:\n\t@echo old\n', encoding='utf-8')
    wrong = []
    for name in NAMES:
        words = ['make', '-rqf', folder / 'Makefile', str(out / f'{name}.pdf')]
        before = subprocess.run(words, capture_output=True, text=True)
        os.utime(folder / f'{name}.md', (time.time() + 5, time.time() + 5))
        after = subprocess.run(words, capture_output=True, text=True)
        os.utime(folder / f'{name}.md', (0, 0))
        if (before.returncode, after.returncode) != (0, 1):
            wrong.append((name, before.stderr, after.returncode))
    t.ok(not wrong, f'{len(NAMES)} strange names are read by make as they are', wrong)


def test_merge(t, b):
    """A manifest is of all shards of one plan, or says what is missing."""
    def merge(folder, *words):
        status, _, err = run(b.program, 'batch', 'merge', b.folder / folder, '-o', b.folder / 'merged.json', '--diagnostics', 'short', *words)
        return status, err

    t.ok(merge('nowhere')[0] == 4 and '[batch.no-journal]' in merge('nowhere')[1] and not (b.folder / 'merged.json').exists(), 'no journal, no manifest', merge('nowhere'))
    for i in (1, 3):
        b.run('divided', '--shard', f'{i}/3')
    status, err = merge('divided')
    t.ok(status == 1 and '[batch.incomplete]' in err and '2 of 3' in err, 'a shard that is missing is told', err)
    b.run('divided', '--shard', '2/3')
    t.ok(merge('divided') == (0, ''), 'and none when it is there', merge('divided'))
    lines = b.plan.read_text(encoding='utf-8').splitlines(True)
    other = b.folder / 'other.jsonl'
    other.write_text(''.join([lines[0].replace(f'"outputs":{len(lines) - 1}', f'"outputs":{len(lines) - 2}'), *lines[1:-1]]), encoding='utf-8')
    status, _, err = run(b.program, 'batch', 'run', other, '-O', b.folder / 'divided', '--shard', '1/3')
    status, err = merge('divided')
    t.ok(status == 1 and '[batch.incomplete]' in err, 'shards of two plans are no whole', err)
    notes = b.folder / 'notes'
    notes.write_text('mine\nand mine', encoding='utf-8')
    status, err = b.run('apart', '--log', notes, '--diagnostics', 'short')
    t.ok(status == 4 and '[log.open]' in err and notes.read_text(encoding='utf-8') == 'mine\nand mine' and not b.outputs('apart'),
         'a file that is no journal is not made one', f'{status} {err}')
    t.ok(merge('whole', '--log', notes)[0] == 4, 'and is none to merge', merge('whole', '--log', notes))
    log = b.folder / 'elsewhere.jsonl'
    b.run('apart', '--log', log)
    t.ok(merge('apart')[0] == 4 and merge('apart', '--log', log) == (0, ''), 'a journal elsewhere is named to merge, too', merge('apart', '--log', log))


def test_shard_of_environment(t, b):
    """A number that no shard can have is no reason to make nothing, or everything."""
    for env in ({'JOB_COMPLETION_INDEX': '8', 'JOB_COMPLETIONS': '4'}, {'JOB_COMPLETION_INDEX': '0'}, {'SLURM_ARRAY_TASK_ID': 'x', 'SLURM_ARRAY_TASK_COUNT': '2'},
                {'SLURM_ARRAY_TASK_ID': '9', 'SLURM_ARRAY_TASK_COUNT': '2', 'SLURM_ARRAY_TASK_MIN': '1'}):
        status, err = b.run('nobody', **env)
        t.ok(status == 2 and next(iter(env)) in err and not (b.folder / 'nobody').exists(), f'{env}: refused', err)
    status, err = b.run('steps', SLURM_ARRAY_TASK_ID='5', SLURM_ARRAY_TASK_COUNT='3', SLURM_ARRAY_TASK_MIN='1', SLURM_ARRAY_TASK_STEP='2')
    t.ok(status == 0 and (b.folder / 'steps/.nashra/journal-3-of-3.jsonl').exists(), 'an array in steps', err)


def test_deps(t, b):
    """What make(1) reads: an output is old when one of its files is newer, whatever the file is called."""
    folder = b.folder / 'deps'
    (folder / 'a b').mkdir(parents=True)
    text = (ROOT / 'samples/statement.md').read_text(encoding='utf-8')
    for name in ('plain.md', 'a b/x $#:1.md'):
        (folder / name).write_text(text, encoding='utf-8')
    shutil.copy(ROOT / 'samples/photograph.md', folder)
    shutil.copytree(ROOT / 'samples/pictures', folder / 'pictures')
    plan, out, deps = folder / 'plan.jsonl', folder / 'out', folder / 'deps.mk'
    run(b.program, 'batch', 'plan', folder, '-l', 'release', '-o', plan)
    status, _, err = run(b.program, 'batch', 'run', plan, '-O', out, '--deps', deps, '-k')
    t.ok(status == 0 and deps.exists(), 'what outputs are made of is written', err)
    (folder / 'Makefile').write_text(f'include {deps}\n%.pdf:\n\t@echo "old: $(notdir $@)"\n', encoding='utf-8')

    def old(touched=None):
        if touched:
            os.utime(touched, (time.time() + 5, time.time() + 5))
        names = [str(out / p).replace('$', '$$') for p in ('plain.pdf', 'photograph.pdf')]
        return subprocess.run(['make', '-rs', *names], cwd=folder, capture_output=True, text=True).stdout.split()

    t.ok(old() == [], 'nothing is old', old())
    t.ok(old(folder / 'plain.md') == ['old:', 'plain.pdf'], 'a newer item makes its output old', old())
    t.ok('photograph.pdf' in old(next((folder / 'pictures').glob('bridge*'))), 'so does a picture', old())
    test_names_for_make(t, b, folder / 'names', text)
    lines = deps.read_text(encoding='utf-8')
    t.ok('x\\ $$\\#\\:1.md' in lines and 'release.yaml' in lines and 'fonts.lock' in lines, 'names are written as make wants them', lines)


def test_killed(t, b, times):
    """Killed at random moments, gone on with: the same bytes, and nothing beside them."""
    whole, rnd, bad = b.outputs('whole'), random.Random(1), []
    shutil.rmtree(b.folder / 'killed', ignore_errors=True)
    for i in range(times):
        if i % 6 == 0:
            shutil.rmtree(b.folder / 'killed', ignore_errors=True)
        p = subprocess.Popen(b.words('killed', '--resume'), stderr=subprocess.DEVNULL)
        time.sleep(rnd.uniform(0.0, 0.5))
        p.send_signal(signal.SIGKILL)
        p.wait()
        found = b.outputs('killed') if (b.folder / 'killed').exists() else {}
        bad += [k for k, v in found.items() if whole.get(k) != v]
    t.ok(not bad, f'killed {times} times, no file is half of one', f'{bad[:5]}')
    status, err = b.run('killed', '--resume')
    t.ok(status == 0 and b.outputs('killed') == whole, 'and the end is the same bytes', err)
    t.ok(sorted(p.name for p in (b.folder / 'killed/.nashra').iterdir()) == ['journal.jsonl', 'lock'],
         'with nothing left over')


def test_unfinished(t, b):
    (b.folder / 'whole/.nashra/drafts').mkdir()
    (b.folder / 'whole/.nashra/drafts/7.pdf').write_bytes(b'half')
    status, err = b.run('whole', '--diagnostics', 'short')
    t.ok(status == 4 and '[batch.unfinished]' in err, 'what was cut off wants --resume', err)
    status, err = b.run('whole', '--resume')
    t.ok(status == 0 and not (b.folder / 'whole/.nashra/drafts').exists(), 'and is then cleared away', err)


def test_signal(t, b):
    shutil.rmtree(b.folder / 'signal', ignore_errors=True)
    for sig in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        shutil.rmtree(b.folder / 'signal', ignore_errors=True)
        p = subprocess.Popen(b.words('signal'), stderr=subprocess.DEVNULL)
        while not list((b.folder / 'signal/.nashra/drafts').glob('*')) and p.poll() is None:
            time.sleep(0.01)
        p.send_signal(sig)
        p.wait(timeout=PATIENCE)
        found = b.outputs('signal')
        log = (b.folder / 'signal/.nashra/journal.jsonl').read_text(encoding='utf-8').splitlines()
        t.ok(p.returncode in (128 + sig, 0), f'{sig.name} ends a run with its number', f'{p.returncode}')
        t.ok({json.loads(x).get('file') for x in log} - {None} == set(found), f'{sig.name}: the journal tells of all that is there')


def test_gone(t, b, library):
    """What is taken away while the archive is read is not there."""
    folder = b.folder / 'going'
    (folder / 'poison-gone').mkdir(parents=True)
    for name in ('a.md', 'poison-gone.md'):
        shutil.copy(ROOT / 'samples/statement.md', folder / name)
    status, _, err = run(b.program, 'batch', 'plan', folder, '-l', 'letter', '-o', b.folder / 'going.jsonl', '--diagnostics', 'short',
                         env={'LD_PRELOAD': str(library)})
    gone = [p.name for p in folder.iterdir()]
    t.ok(gone == ['a.md'] and status == 0 and err == '', 'an item and a folder that vanish meanwhile are passed over', f'{status} {gone} {err}')


def test_few_processes(t, b, library):
    """A worker that has died and cannot be made again: the other one does what is left."""
    folder = b.folder / 'died'
    folder.mkdir()
    for name in ('a-poison-crash', 'b', 'c', 'd'):
        shutil.copy(ROOT / 'samples/statement.md', folder / f'{name}.md')
    run(b.program, 'batch', 'plan', folder, '-l', 'letter', '-q', '-o', b.folder / 'died.jsonl')
    status, _, err = run(b.program, 'batch', 'run', b.folder / 'died.jsonl', '-O', folder / 'out', '-j', 2, '-k',
                         '--diagnostics', 'short', env={'LD_PRELOAD': str(library), 'FORKS_MOST': '2'})
    t.ok(status == 1 and '3 made, 0 were there, 1 failed' in err and '[batch.process]' not in err,
         'one worker is enough to go on with', f'{status} {err}')
    status, _, err = run(b.program, 'batch', 'run', b.folder / 'died.jsonl', '-O', folder / 'ar', '-k', '--diagnostics', 'short', '--lang', 'ar',
                         env={'LD_PRELOAD': str(library)})
    t.ok(status == 1 and '[batch.died]' in err and 'worker' not in err, 'why one died is said in Arabic, too', err)


def test_closed(t, b):
    """Who starts it without standard error: no file of the run gets its place, and messages with it."""
    (b.folder / 'closed').mkdir()
    (b.folder / 'closed/bad.md').write_text('no front matter\n', encoding='utf-8')
    run(b.program, 'batch', 'plan', b.folder / 'closed', '-l', 'letter', '-q', '-o', b.folder / 'closed.jsonl')
    words = f'{b.program} batch run {b.folder}/closed.jsonl -O {b.folder}/closed/out --progress always'
    status = subprocess.run(['sh', '-c', f'exec {words} 2>&-'], timeout=PATIENCE).returncode
    own = b.folder / 'closed/out/.nashra'
    lines = (own / 'journal.jsonl').read_text(encoding='utf-8').splitlines()
    t.ok(status == 1 and [next(iter(json.loads(x))) for x in lines] == ['id', 'run'] and (own / 'lock').read_bytes() == b'',
         'messages go into no file', f'{status} {lines} {(own / "lock").read_bytes()}')


def test_lock(t, b):
    own = b.folder / 'locked/.nashra'
    own.mkdir(parents=True)
    with open(own / 'lock', 'w', encoding='utf-8') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        status, err = b.run('locked', '--diagnostics', 'short')
        t.ok(status == 4 and '[batch.locked]' in err, 'two runs on one folder: the second says so', err)
    status, err = b.run('locked')
    t.ok(status == 0, 'and can be made when the first has ended', err)


def test_poison(t, program, library, folder):
    b = Batch(program, folder)
    for i, kind in enumerate(('crash', 'loop', 'sleep', 'memory')):
        shutil.copy(b.archive / f'2024/release-{2 * i:04d}.md', b.archive / f'2024/poison-{kind}.md')
    b.make_plan()
    status, err = b.run('poison', '-k', '--timeout', 3, '--max-mem', '256M', '--diagnostics', 'short',
                        LD_PRELOAD=str(library))
    t.ok(status == 1 and '4 failed' in err, 'four items that are poison fail', err)
    t.ok(f'{N} made' in err and len(b.outputs('poison')) == N, 'and cost only themselves', err)
    for kind, why in (('crash', 'signal 11'), ('loop', ('processor', 'longer than')), ('sleep', 'longer than'), ('memory', 'signal')):
        line = [x for x in err.splitlines() if f'poison-{kind}' in x]
        t.ok(line and any(w in line[0] for w in ([why] if isinstance(why, str) else why)) and 'batch.died' in line[0], f'{kind}: it is said why', f'{line}')
    status, text = b.manifest('poison')
    failed = json.loads(text)['failed']
    t.ok(status == 1 and len(failed) == 4 and all(x['messages'] for x in failed), 'the manifest names them')
    shutil.rmtree(b.folder / 'clean', ignore_errors=True)
    for p in b.archive.rglob('poison-*'):
        p.unlink()
    b.make_plan()
    b.run('clean')
    t.ok(b.outputs('clean') == b.outputs('poison'), 'the rest is as without them')


def test_bad(t, b):
    cases = [
        (['batch', 'plan', b.folder / 'nowhere', '-l', 'letter', '-o', b.folder / 'x'], 2, 'batch.folder'),
        (['batch', 'plan', b.folder / 'whole', '-l', 'letter', '-o', b.folder / 'x'], 2, 'batch.no-items'),
        (['batch', 'run', b.folder / 'archive/2024/release-0000.md', '-O', b.folder / 'x'], 2, 'batch.plan'),
        (['batch', 'run', b.plan, '-O', '/proc/nothing'], 4, 'batch.folder'),
    ]
    for words, want, code in cases:
        status, _, err = run(b.program, *words, '--diagnostics', 'short')
        t.ok(status == want and f'[{code}]' in err, f'{code}: it is told', err)
    bare = b.folder / 'bare'
    shutil.copytree(ROOT / 'layouts', bare / 'layouts')
    (bare / 'fonts').mkdir()
    shutil.copy(ROOT / 'fonts/fonts.lock', bare / 'fonts')
    for words in (['plan', b.archive, '-l', 'letter', '-o', b.folder / 'x'], ['run', b.plan, '-O', b.folder / 'x']):
        status, _, err = run(b.program, 'batch', *words, '--data', bare, '--diagnostics', 'short')
        t.ok(status == 2 and '.ttf' in err and '[file.missing]' in err, f'{words[0]} without fonts says which is missing', f'{status} {err}')
    cut = b.folder / 'cut.jsonl'
    cut.write_bytes(b.plan.read_bytes()[:-20])
    status, _, err = run(b.program, 'batch', 'run', cut, '-O', b.folder / 'x', '--diagnostics', 'short')
    t.ok(status == 2 and 'cut off' in err, 'a plan that is cut off is refused', err)
    evil = b.folder / 'evil.jsonl'
    lines = b.plan.read_text(encoding='utf-8').splitlines(True)
    for path in ('../out.pdf', '/tmp/out.pdf', '.nashra/lock', 'a//b.pdf'):
        line = json.loads(lines[1])
        line['file'] = path
        evil.write_text(''.join([lines[0], json.dumps(line) + '\n', *lines[2:]]), encoding='utf-8')
        status, _, err = run(b.program, 'batch', 'run', evil, '-O', b.folder / 'x', '--diagnostics', 'short')
        t.ok(status == 2 and '[batch.plan]' in err, f'no output goes to {path}', err)
    for odd in (b'b\xe1.md', b'd\xe1'):
        path = os.path.join(os.fsencode(b.archive), odd)
        os.mkdir(path) if odd == b'd\xe1' else open(path, 'wb').close()
        status, _, err = b.make_plan('--diagnostics', 'short', name=b.folder / 'odd.jsonl')
        t.ok(status == 2 and '[file.name]' in err and not (b.folder / 'odd.jsonl').exists(), 'a name that is no UTF-8 is told', err)
        os.rmdir(path) if odd == b'd\xe1' else os.unlink(path)
    few = subprocess.run(b.words('few', '--diagnostics', 'short'), capture_output=True, text=True, timeout=PATIENCE,
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8)))
    t.ok(few.returncode == 4 and '[batch.process]' in few.stderr, 'where no worker can be had, the run ends', few.stderr)
    for name, damaged, why in (('short', lines[:-1], 'as many outputs'), ('double', [*lines, lines[1]], 'twice'), ('swapped', lines[1:], 'something else')):
        evil.write_text(''.join(damaged), encoding='utf-8')
        status, _, err = run(b.program, 'batch', 'run', evil, '-O', b.folder / 'x', '--diagnostics', 'short')
        t.ok(status == 2 and '[batch.plan]' in err and why in err, f'a plan that is {name} is refused', err)
    for what in ('[]', '{"id": 1}', 'no JSON'):
        evil.write_text(''.join([*lines[:4], what + '\n', *lines[5:]]), encoding='utf-8')
        status, _, err = run(b.program, 'batch', 'run', evil, '-O', b.folder / 'x', '--diagnostics', 'short')
        t.ok(status == 2 and 'evil.jsonl:5: ' in err, f'{what}: the line of it is named', err)
    bad = b.archive / '2025/zz-bad.md'
    bad.write_text('no front matter\n', encoding='utf-8')
    b.make_plan()
    status, err = b.run('bad', '--diagnostics', 'short')
    t.ok(status == 1 and '[item.no-front-matter]' in err and f'{N} made' in err,
         'a run without -k stops at what fails, here the last', err)
    bad.unlink()
    b.make_plan()


def main(program, library):
    t = Tap()
    times = int(os.environ.get('NASHRA_KILLS', '24'))
    with tempfile.TemporaryDirectory() as folder:
        b = Batch(program, pathlib.Path(folder))
        test_whole(t, b)
        test_change(t, b)
        test_alone(t, b)
        test_pictures(t, b)
        test_shards(t, b)
        test_by(t, b)
        test_bad(t, b)
        test_twice(t, b)
        test_links(t, b)
        test_gone(t, b, library)
        test_few_processes(t, b, library)
        test_full(t, b)
        test_deps(t, b)
        test_merge(t, b)
        test_shard_of_environment(t, b)
        if times:
            test_killed(t, b, times)
        test_unfinished(t, b)
        test_signal(t, b)
        test_lock(t, b)
        test_closed(t, b)
    with tempfile.TemporaryDirectory() as folder:
        test_poison(t, program, library, pathlib.Path(folder))
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
