#!/usr/bin/env python3
"""
nashra serve and watch, as an editor and a browser see them: every way of saving is noticed, the last good pages stay
while there are errors, only what changed is sent again.

    preview.py NASHRA
"""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from tap import ROOT, Tap, processes

# Seconds after which what has not come hangs: far more than a loaded machine takes.
PATIENCE = 180


class Served:
    """A publication in a folder of its own, and a server that shows it."""

    def __init__(self, program, *words, command='serve', prepare=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='preview-'))
        for name in ('layouts', 'samples/daily'):
            shutil.copytree(ROOT / name, self.folder / pathlib.Path(name).name)
        if prepare:
            prepare(self.folder)
        self.said = open(self.folder / 'said', 'w+', encoding='utf-8')
        self.start(program, command, words, self.said)

    def start(self, program, command, words, said):
        self.process = subprocess.Popen([program, command, *words], cwd=self.folder, stdout=subprocess.PIPE, stderr=said, text=True)
        self.url = self.process.stdout.readline().strip() if command == 'serve' else ''
        if self.url:
            self.port, self.word = int(self.url.split(':')[2].split('/')[0]), self.url.split('/')[3]

    def ask(self, path, method='GET', **headers):
        """Status, headers, body."""
        c = http.client.HTTPConnection('127.0.0.1', self.port, timeout=PATIENCE)
        try:
            c.request(method, path, headers=headers)
            r = c.getresponse()
            return r.status, r.headers, r.read()
        finally:
            c.close()

    def get(self, path):
        return self.ask(f'/{self.word}/{path}')

    def listen(self):
        return Listener(self)

    def stop(self, sig=signal.SIGTERM):
        self.process.send_signal(sig)
        return self.process.wait(PATIENCE)

    def end(self, sig=signal.SIGTERM):
        status = self.stop(sig)
        self.said.close()
        shutil.rmtree(self.folder)
        return status


class Listener:
    """The stream of states."""

    def __init__(self, served):
        self.connection = http.client.HTTPConnection('127.0.0.1', served.port, timeout=PATIENCE)
        self.connection.request('GET', f'/{served.word}/events')
        self.stream = self.connection.getresponse()
        self.state = None

    def next(self, end=None):
        """The next state; None when there is none by the time `end`."""
        while end is None or time.time() < end:
            line = self.stream.readline()
            if not line:
                raise EOFError
            if line.startswith(b'data: '):
                self.state = json.loads(line[6:])
                return self.state
        return None

    def until(self, run):
        """The state when bulletin `run` is there."""
        while not self.state or self.state['run'] < run:
            self.next()
        return self.state

    def close(self):
        self.connection.close()


def write_over(path, text):
    path.write_text(text, encoding='utf-8')


def rename_over(path, text):
    new = path.with_name(f'.{path.name}.new')
    new.write_text(text, encoding='utf-8')
    os.replace(new, path)


def move_away_first(path, text):
    """As vim does with backups."""
    os.replace(path, path.with_name(path.name + '~'))
    path.write_text(text, encoding='utf-8')


def remove_first(path, text):
    path.unlink()
    time.sleep(0.03)
    path.write_text(text, encoding='utf-8')


def link_in_place(path, text):
    new = path.with_name('linked')
    new.write_text(text, encoding='utf-8')
    path.unlink()
    os.link(new, path)
    new.unlink()


WAYS = [write_over, rename_over, move_away_first, remove_first, link_in_place]


def wait_for(listener, good, seconds=PATIENCE):
    """Until a state is so; the heartbeat of the stream ends it when there is none."""
    end = time.time() + seconds
    while listener.state:
        if good(listener.state):
            return listener.state
        if not listener.next(end):
            break
    return None


def errors(state):
    return [m for m in state['messages'] if m['level'] == 'error']


def check_saves(t, s, listener):
    item, layout = s.folder / 'daily/11-wheat.md', s.folder / 'layouts/daily.yaml'
    text = item.read_text(encoding='utf-8')
    for i, way in enumerate(WAYS):
        before = listener.state
        way(item, text.replace('فدان', f'فدان{"ا" * (i % 2 + 1)}'))
        after = wait_for(listener, lambda st: st['run'] > before['run'] and not errors(st)
                         and [p[0] for p in st['pages']] != [p[0] for p in before['pages']])
        changed = after and [i for i, (a, b) in enumerate(zip(before['pages'], after['pages'])) if a[0] != b[0]]
        t.ok(bool(changed), f'item saved: {way.__name__}', after)
        t.ok(changed and len(changed) < len(before['pages']), f'only the pages that changed are new: {way.__name__}', changed)
    for way in WAYS:
        before = listener.state
        step = '16' if '17pt}' in layout.read_text(encoding='utf-8').split('grid:')[1][:40] else '17'
        old = '17' if step == '16' else '16'
        way(layout, layout.read_text(encoding='utf-8').replace(f'step: {old}pt', f'step: {step}pt'))
        after = wait_for(listener, lambda st: st['run'] > before['run'] and not errors(st)
                         and all(a[0] != b[0] for a, b in zip(st['pages'], before['pages'])))
        t.ok(after is not None, f'layout saved: {way.__name__}', listener.state)


def check_errors(t, s, listener):
    layout = s.folder / 'layouts/daily.yaml'
    text = layout.read_text(encoding='utf-8')
    good = listener.state
    page = s.get('page/2')[2]
    write_over(layout, text.replace('columns: {count: 2', 'columns: {cuont: 2'))
    bad = wait_for(listener, errors)
    e = errors(bad)[0] if bad else {}
    t.ok(e.get('file') == 'layouts/daily.yaml' and e.get("line") == 17 and e.get('col', 0) > 0 and 'cuont' in e.get('source', '')
         and 'count' in e.get('help', ''), 'an error says file, line, column, the line itself and what now', e)
    t.ok(bad and bad['pages'] == good['pages'] and s.get('page/2')[2] == page, 'the last good pages stay')
    write_over(layout, text)
    t.ok(wait_for(listener, lambda st: st['run'] > bad['run'] and not errors(st)) is not None, 'mended, and it is gone',
         listener.state)


def descendants(s):
    """Processes under the server, at any depth; those that wait for their parent to bury them left out."""
    parent, found = {pid: of for pid, state, of, _ in processes() if state != 'Z'}, [s.process.pid]
    for pid in found:
        found += [child for child, of in parent.items() if of == pid]
    return found[1:]


def waiting(s):
    """The one process that waits for the next save, when what set the one before has taken its place."""
    end = time.time() + PATIENCE
    while time.time() < end and len(descendants(s)) != 1:
        time.sleep(0.05)
    return descendants(s)


def state_of(pid):
    """As /proc says it, T for stopped; Z when it is dead, buried or not."""
    try:
        return pathlib.Path(f'/proc/{pid}/stat').read_text(encoding='utf-8', errors='replace').rsplit(')', 1)[1].split()[0]
    except OSError:
        return 'Z'


def strike(pid, sig):
    """A signal is sent at once, and comes when the machine has time."""
    os.kill(pid, sig)
    while state_of(pid) not in 'TZ':
        time.sleep(0.01)


def check_storm(t, s, listener):
    """A hundred saves, faster than any can be set: what is shown in the end is the last."""
    item = s.folder / 'daily/11-wheat.md'
    text = item.read_text(encoding='utf-8')
    before = [s.get(f'page/{i + 1}')[2] for i in range(len(listener.state['pages']))]
    for i in range(100):
        write_over(item, text.replace('فدان', f'فدان{"ا" * (i % 7 + 1)}'))
        time.sleep(0.005)
    write_over(item, text)
    end = time.time() + PATIENCE
    while time.time() < end and [s.get(f'page/{i + 1}')[2] for i in range(len(before))] != before:
        time.sleep(0.1)
    t.ok([s.get(f'page/{i + 1}')[2] for i in range(len(before))] == before, 'after a hundred saves in a second the last is shown')
    left = waiting(s)
    t.ok(len(left) == 1, 'and one process waits for the next', left)
    wait_for(listener, lambda st: st['run'] > 0)


def check_deaths(t, s, listener):
    item = s.folder / 'daily/11-wheat.md'
    text = item.read_text(encoding='utf-8')
    for name, sig in (('killed', signal.SIGKILL), ('hanging', signal.SIGSTOP)):
        for pid in waiting(s):
            strike(pid, sig)
        run = s.listen().until(1)['run']
        write_over(item, text.replace('فدان', f'فدان {name}'))
        if sig == signal.SIGSTOP:
            state = wait_for(listener, lambda st: any(m['code'] == 'preview.overdue' for m in st['messages']))
            t.ok(state is not None, 'a process that hangs is given up, and told')
            write_over(item, text.replace('فدان', 'فدان again'))
        state = wait_for(listener, lambda st, run=run: st['run'] > run and not errors(st))
        t.ok(state is not None, f'its process {name}, the next save is set by another', listener.state)
    write_over(item, text)


def until(good):
    end = time.time() + PATIENCE
    while time.time() < end and not good():
        time.sleep(0.05)
    return good()


def check_language(t, program):
    """Messages come in the language of the page, and stay in that of the terminal there."""
    s = Served(program, 'daily/issue.yaml', '-l', 'layouts/digest.yaml', '--lang', 'en')
    said = lambda: (s.folder / 'said').read_text(encoding='utf-8')
    try:
        listener = s.listen()
        before = listener.until(1)
        english = [m['text'] for m in before['messages']]
        t.ok(english and not any('السطر' in m for m in english), 'a page hears the language of the terminal', english)
        t.ok(s.get('speak/ar')[0] == 200, 'it asks for another')
        after = wait_for(listener, lambda st: st['run'] > before['run'])
        texts = [m['text'] for m in after['messages']]
        t.ok([m['code'] for m in after['messages']] == [m['code'] for m in before['messages']] and all('السطر' in m for m in texts),
             'and gets the same messages in it', texts)
        t.ok(after['pages'] == before['pages'], 'the pages are as they were')
        write_over(s.folder / 'daily/11-wheat.md', (s.folder / 'daily/11-wheat.md').read_text(encoding='utf-8') + '\n')
        wait_for(listener, lambda st: st['run'] > after['run'])
        until(lambda: said().count(' pages, ') >= 3)
        t.ok(said().count('pages, ') == 3 and said().count('warning: ') == sum(m['level'] == 'warning' for m in before['messages']) > 0 and 'صفحات' not in said() and 'تحذير' not in said(),
             'the terminal goes on as it was, and says nothing twice', said())
        s.get('speak/en')
        last = wait_for(listener, lambda st: st['messages'] and st['messages'][0]['text'] == english[0])
        t.ok(last is not None, 'and back again', listener.state)
        listener.close()
    finally:
        s.end()


def check_watch(t, program):
    s = Served(program, 'daily/issue.yaml', '-l', 'layouts/daily.yaml', '-o', 'out.pdf', command='watch')
    out, layout = s.folder / 'out.pdf', s.folder / 'layouts/daily.yaml'

    def comes(good):
        return until(lambda: out.exists() and good(out.read_bytes()))

    try:
        t.ok(comes(lambda b: b.endswith(b'%%EOF\n')), 'watch writes the PDF')
        first, text = out.read_bytes(), layout.read_text(encoding='utf-8')
        write_over(layout, text.replace('size: 12pt, leading: 17pt', 'size: 11.5pt, leading: 17pt'))
        t.ok(comes(lambda b: b != first), 'and again when the layout is saved')
        run = subprocess.run([program, 'render', 'daily/issue.yaml', '-l', 'layouts/daily.yaml', '-o', 'same.pdf'], cwd=s.folder,
                             capture_output=True, check=False)
        t.ok(run.returncode == 0 and (s.folder / 'same.pdf').read_bytes() == out.read_bytes(), 'the same bytes as render')
        kept = out.read_bytes()
        write_over(layout, text.replace('columns:', 'colums:'))
        told = until(lambda: 'colums' in (s.folder / 'said').read_text(encoding='utf-8'))
        t.ok(told and out.read_bytes() == kept, 'while there are errors they are told and the old file stays')
        rename_over(layout, text)
        t.ok(comes(lambda b: b == first), 'and when they are mended it is as it was')
        t.ok(until(lambda: not [p for p in s.folder.iterdir() if p.name.startswith('.')]), 'nothing is left beside it')
    finally:
        status = s.end(signal.SIGHUP)
        t.ok(status == 128 + signal.SIGHUP, 'it ends when it is told, with the number of the signal', status)


def check_nothing_yet(t, program):
    """What was never made does not stay: a layout that is wrong from the beginning."""
    def prepare(folder):
        write_over(folder / 'layouts/daily.yaml', 'nashra-layout: 1\n')

    for command, more, said in (('watch', ('-o', 'out.pdf'), 'nothing is written yet'), ('serve', (), 'there are no pages yet')):
        s = Served(program, 'daily/issue.yaml', '-l', 'layouts/daily.yaml', *more, command=command, prepare=prepare)
        try:
            t.ok(until(lambda: said in (s.folder / 'said').read_text(encoding='utf-8')), f'{command}: {said}',
                 (s.folder / 'said').read_text(encoding='utf-8'))
        finally:
            s.end()


def make_pdf():
    """A page with a square on it, as a drawing program writes it."""
    objects = [b'<</Type/Catalog/Pages 2 0 R>>', b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
               b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>', b'<</Length 27>>stream\n1 0 0 rg 10 10 80 80 re f   \nendstream']
    out, at = b'%PDF-1.4\n', []
    for i, o in enumerate(objects, 1):
        at.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (i, o)
    table = b''.join(b'%010d 00000 n \n' % x for x in at)
    return out + b'xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % (table, len(out))


def check_picture_of_pdf(t, program):
    """A picture that a process of its own reads, by one who was told to hear nothing of its children."""
    def prepare(folder):
        (folder / 'p.pdf').write_bytes(make_pdf())
        (folder / 'i.md').write_text('---\nnashra-item: 1\nheadline: خبر\ndate: 2024-01-01\nmedia:\n  - file: p.pdf\n    alt: مربع\n---\n\nنص.\n',
                                     encoding='utf-8')

    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        s = Served(program, 'i.md', '-l', 'layouts/daily.yaml', prepare=prepare)
    finally:
        signal.signal(signal.SIGCHLD, before)
    try:
        listener = s.listen()
        for run in (1, 2):
            state = listener.until(run)
            t.ok(not errors(state) and len(state['pages']) == 1, f'setting {run}: a page of PDF is a picture in it', errors(state))
            write_over(s.folder / 'i.md', (s.folder / 'i.md').read_text(encoding='utf-8').replace('خبر', 'خبر جديد'))
        listener.close()
    finally:
        s.end()


def check_ends_while_writing(t, program):
    """Ended at any moment, watch leaves the old file or the new one and nothing else."""
    left = []
    for i in range(8):
        s = Served(program, 'daily/issue.yaml', '-l', 'layouts/daily.yaml', '-o', 'out.pdf', command='watch')
        time.sleep(0.1 + 0.04 * i)
        s.process.send_signal(signal.SIGTERM)
        s.process.wait(PATIENCE)
        left += [p.name for p in s.folder.iterdir() if p.name.startswith('.')]
        if (s.folder / 'out.pdf').exists() and not (s.folder / 'out.pdf').read_bytes().endswith(b'%%EOF\n'):
            left.append('half a PDF')
        s.end()
    t.ok(not left, 'ended while it writes, it leaves nothing behind', left)


NUMBERS = {'M': 2, 'L': 2, 'H': 1, 'V': 1, 'Q': 4, 'T': 2, 'C': 6, 'Z': 0}


def steps(path):
    """Each step of a path with its points, all absolute, hundredths of a unit; lines are lines however they are written."""
    at, start, control, found = [0, 0], [0, 0], None, []
    for letter, rest in re.findall(r'([MmLlHhVvQqTtCcZz])([^A-Za-z]*)', path):
        kind, numbers = letter.upper(), [round(100 * float(n)) for n in re.findall(r'-?(?:\d+\.?\d*|\.\d+)', rest)]
        while True:
            values, numbers = numbers[:NUMBERS[kind]], numbers[NUMBERS[kind]:]
            points = {'H': [[values[0] if values else 0, 0]], 'V': [[0, values[0] if values else 0]], 'Z': []}.get(
                kind, [values[i:i + 2] for i in range(0, len(values), 2)])
            if letter.islower():
                points = [[x + at[0], y + at[1]] for x, y in points]
            elif kind in 'HV':
                points = [[p[0] if kind == 'H' else at[0], p[1] if kind == 'V' else at[1]] for p in points]
            if kind == 'T':
                points = [[2 * at[0] - control[0], 2 * at[1] - control[1]]] + points
            control = points[0] if kind in 'QT' else None
            at = points[-1] if points else start
            start = at if kind == 'M' else start
            found.append((kind.replace('H', 'L').replace('V', 'L').replace('T', 'Q'), points))
            if not numbers:
                break
            # What goes on after a move is a line.
            kind, letter = ('L', 'l' if letter.islower() else 'L') if kind == 'M' else (kind, letter)
    # A move that another follows draws nothing.
    return [a for a, b in zip(found, found[1:] + [('Z', [])]) if a[0] != 'M' or b[0] != 'M']


def moved(found, dx, dy):
    return [(kind, [[x + 100 * dx, y + 100 * dy] for x, y in points]) for kind, points in found]


def drawn_as_uses(svg):
    """What each text of a page draws, where glyphs are defined once."""
    glyphs = {name: steps(d) for name, d in re.findall(r'<path id="([^"]*)" d="([^"]*)"', svg)}
    for text in re.findall(r'<g [^>]*scale[^>]*>((?:<use[^>]*>)*)</g>', svg):
        drawn = []
        for use in re.findall(r'<use[^>]*>', text):
            at = dict(re.findall(r' (\S+)="([^"]*)"', use))
            drawn += moved(glyphs[at['xlink:href'][1:]], int(at.get('x', 0)), int(at.get('y', 0)))
        yield drawn


def check_paths(t, program, s):
    """Browsers get each text as one short path: the same curves as in an SVG that is rendered."""
    subprocess.run([program, 'render', '-q', 'daily/issue.yaml', '-l', 'layouts/daily.yaml', '-o', 'p{p}.svg'], cwd=s.folder,
                   check=True, capture_output=True)
    for n in (1, 2):
        served, other, texts = s.get(f'page/{n}')[2].decode(), [], 0
        paths = re.findall(r'<path fill="[^"]*" transform="[^"]*scale[^"]*" d="([^"]*)"/>', served)
        for path, drawn in zip(paths, drawn_as_uses((s.folder / f'p{n}.svg').read_text(encoding='utf-8')), strict=True):
            texts += 1
            if steps(path) != drawn:
                other.append((path[:200], drawn[:10]))
        t.ok(texts > 50 and not other, f'page {n}: {texts} texts are the same curves as rendered', other[:3])


def main(program):
    t = Tap()
    s = Served(program, 'daily/issue.yaml', '-l', 'layouts/daily.yaml')
    try:
        t.ok(s.url.startswith('http://127.0.0.1:') and len(s.word) == 32, 'the address that is printed', s.url)
        listener = s.listen()
        state = listener.until(1)
        t.ok(len(state['pages']) == 8 and not errors(state), 'all pages are there', state)
        status, headers, body = s.get('page/1')
        t.ok(status == 200 and body.startswith(b'<svg') and b' style=' not in body and b'data:image' not in body,
             'a page is an SVG without style attributes or pictures of its own')
        t.ok(headers['Content-Security-Policy'].startswith("default-src 'self';"), 'nothing from elsewhere', headers)
        check_paths(t, program, s)
        check_saves(t, s, listener)
        check_errors(t, s, listener)
        check_storm(t, s, listener)
        check_deaths(t, s, listener)
        listener.close()
    finally:
        status = s.end()
        t.ok(status == 128 + signal.SIGTERM, 'it ends when it is told, with the number of the signal', status)
    check_language(t, program)
    check_watch(t, program)
    check_nothing_yet(t, program)
    check_picture_of_pdf(t, program)
    check_ends_while_writing(t, program)
    t.finish()


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]).resolve())
