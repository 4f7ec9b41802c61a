#!/usr/bin/env python3
"""
Every day by itself: systemd's own checks of the units, and the hot folder and the bulletin of the day run for real.
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from tap import ROOT, Tap

HERE = ROOT / 'contrib/systemd'
GOOD = (ROOT / 'samples/statement.md').read_text(encoding='utf-8')
# Where it says 1.5, an expert would still sleep; systemd calls all under 2 safe.
EXPOSED_MOST = 1.5


def test_units(t, folder):
    for script in ('hot-folder', 'daily'):
        shutil.copy(HERE / script, folder / script)
    for unit in HERE.glob('nashra-*'):
        (folder / unit.name).write_text(unit.read_text(encoding='utf-8').replace('/usr/libexec/nashra', str(folder)), encoding='utf-8')
    units = sorted(folder.glob('nashra-*'))
    done = subprocess.run(['systemd-analyze', 'verify', '--man=no', *units], capture_output=True, text=True)
    t.ok(done.returncode == 0 and not done.stderr.strip(), f'systemd finds nothing wrong with {len(units)} units', done.stderr)
    for unit in folder.glob('*.service'):
        done = subprocess.run(['systemd-analyze', 'security', '--offline=true', f'--threshold={int(EXPOSED_MOST * 10)}', '--no-pager',
                               unit], capture_output=True, text=True)
        level = re.search(r'exposure level for \S+: ([\d.]+)', done.stdout)
        t.ok(done.returncode == 0 and level, f'{unit.name}: exposed by {level[1] if level else "?"} of 10', done.stdout[-800:] + done.stderr)


class Hot:
    def __init__(self, program, folder):
        self.folder, self.env = folder, {**os.environ, 'NASHRA': str(program), 'NASHRA_LAYOUT': 'letter', 'NASHRA_SETTLE': '1'}

    def run(self, **env):
        done = subprocess.run([HERE / 'hot-folder', self.folder], capture_output=True, text=True, timeout=100,
                              env={**self.env, **env})
        return done.returncode, done.stdout + done.stderr

    def put(self, name, text):
        path = self.folder / 'in' / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding='utf-8')

    def names(self, where):
        return sorted(str(p.relative_to(self.folder / where)) for p in (self.folder / where).rglob('*') if p.is_file() and p.name != '.lock')


def test_hot(t, program, folder):
    h = Hot(program, folder / 'hot')
    status, err = h.run()
    t.ok(status == 0 and sorted(os.listdir(h.folder)) == ['done', 'failed', 'in', 'work'], 'the folders are made', err)
    h.put('good.md', GOOD)
    h.put('خبر مع مسافة.md', GOOD)
    h.put('bad.md', '---\nnashra-item: 1\nhedline: x\n---\nنص\n')
    h.put('folder/one.md', GOOD)
    h.put('issue/issue.yaml', 'nashra-issue: 1\npublication: {title: نشرة}\ndate: 2026-11-24\nsections: [{title: أخبار, items: [a.md]}]\n')
    h.put('issue/a.md', GOOD)
    h.put('two/a.md', GOOD)
    h.put('two/b.md', GOOD)
    h.put('.hidden.md', GOOD)
    h.put('half.md.part', GOOD[:100])
    (h.folder / 'in/link.md').symlink_to('/etc/passwd')
    status, err = h.run()
    t.ok(status == 0, 'it comes to its end', err)
    t.ok(h.names('done') == ['folder/folder.pdf', 'folder/folder/one.md', 'folder/report.txt', 'good/good.md', 'good/good.pdf',
                             'good/report.txt', 'issue/issue.pdf', 'issue/issue/a.md', 'issue/issue/issue.yaml', 'issue/report.txt',
                             'خبر مع مسافة/report.txt', 'خبر مع مسافة/خبر مع مسافة.md', 'خبر مع مسافة/خبر مع مسافة.pdf'],
         'what is good is done', h.names('done'))
    failed = h.names('failed')
    t.ok({f.split('/')[0] for f in failed} == {'bad', 'two', 'link'}, 'what is not has failed', failed)
    report = (h.folder / 'failed/bad/report.txt').read_text(encoding='utf-8')
    t.ok('[item.unknown-key]' in report and 'headline' in report and not (h.folder / 'failed/bad/bad.pdf').exists(), 'with its report', report)
    t.ok(h.names('in') == ['.hidden.md', 'half.md.part'] and h.names('work') == [], 'what is still being written waits, and nothing is left',
         f"{h.names('in')} {h.names('work')}")
    h.put('good.md', GOOD)
    h.run()
    t.ok('good-2/good.pdf' in h.names('done'), 'a name that is there gets a number', h.names('done'))


def test_strangers(t, program, folder):
    """What belongs to another user is made, too: a folder of theirs cannot be moved, so a copy is."""
    if os.geteuid() != 0:
        t.ok(True, 'what another user puts in # SKIP only root can be two users')
        return
    nobody, hot, prefix = 65534, folder / 'strangers', folder / 'prefix'
    folder.chmod(0o755)
    # As it is installed: what is built may be in a folder that is root's alone.
    (prefix / 'bin').mkdir(parents=True)
    for file in (program, HERE / 'hot-folder'):
        shutil.copy(file, prefix / 'bin')
    for data in ('fonts', 'layouts', 'words'):
        shutil.copytree(ROOT / data, prefix / 'share/nashra' / data)
    h = Hot(prefix / 'bin' / program.name, hot)
    for path in (hot, hot / 'in'):
        path.mkdir()
        os.chown(path, nobody, nobody)
    h.put('theirs/a.md', GOOD)
    h.put('theirs.md', GOOD)
    h.put('closed/a.md', GOOD)
    (hot / 'in/closed').chmod(0o700)
    time.sleep(1.2)

    def run():
        done = subprocess.run([prefix / 'bin/hot-folder', hot], capture_output=True, text=True, timeout=100, env=h.env, cwd=hot,
                              user=nobody, group=nobody, extra_groups=[])
        return done.returncode, done.stdout + done.stderr
    status, said = run()
    made = h.names('done')
    t.ok(status == 0 and 'theirs/theirs.pdf' in made and 'theirs-2/theirs.pdf' in made, 'a folder and a file of another user', f'{made} {said}')
    t.ok(h.names('in') == ['.taken-theirs/a.md', 'closed/a.md'] and h.names('work') == [], 'the folder stays under another name', h.names('in') + h.names('work'))
    t.ok('closed: cannot be taken' in said, 'and what cannot be read is told', said)
    status, said = run()
    t.ok(status == 0 and h.names('done') == made, 'and nothing is made twice', said)


def test_cut_off(t, program, folder):
    """Killed at many moments: every release ends in done/, once, and never twice."""
    h = Hot(program, folder / 'cut')
    h.run()
    for i in range(12):
        h.put(f'r{i:02d}.md', GOOD)
    time.sleep(1.2)
    for i in range(8):
        p = subprocess.Popen([HERE / 'hot-folder', h.folder], env=h.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             start_new_session=True)
        time.sleep(0.05 + 0.09 * i)
        os.killpg(p.pid, signal.SIGKILL)
        p.wait()
    status, err = h.run()
    wanted = sorted(f'r{i:02d}/{x}' for i in range(12) for x in (f'r{i:02d}.md', f'r{i:02d}.pdf', 'report.txt'))
    t.ok(status == 0 and h.names('done') == wanted, 'killed eight times, every release is made once', f"{err} {set(wanted) ^ set(h.names('done'))}")
    t.ok(h.names('work') == [] and h.names('in') == [], 'and nothing is left over', h.names('work'))
    for i in range(6):
        h.put(f's{i}.md', GOOD)
    time.sleep(1.2)
    both = [subprocess.Popen([HERE / 'hot-folder', h.folder], env=h.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)]
    outs = [p.communicate()[0].decode() for p in both]
    t.ok(all(p.returncode == 0 for p in both) and sum(o.count(': done') for o in outs) == 6, 'two at once take each release once', outs)
    h.put('full.md', GOOD)
    time.sleep(1.2)
    status, err = h.run(NASHRA='/bin/false-that-is-not-there')
    t.ok('full/report.txt' in h.names('failed'), 'a program that is not there is told', f'{status} {err}')
    stub = folder / 'full-disk'
    stub.write_text('#!/bin/sh\necho "error: No space left on device"; exit 4\n')
    stub.chmod(0o755)
    h.put('later.md', GOOD)
    time.sleep(1.2)
    status, err = h.run(NASHRA=str(stub))
    t.ok(status == 4 and h.names('work') == ['.report', 'later.md'], 'a full disk: it waits', f"{status} {err} {h.names('work')}")
    status, err = h.run()
    t.ok(status == 0 and 'later/later.pdf' in h.names('done'), 'and is made when there is room', err)
    slow = folder / 'slow'
    slow.write_text('#!/bin/sh\nsleep 30\n')
    slow.chmod(0o755)
    h.put('slow.md', GOOD)
    time.sleep(1.2)
    status, err = h.run(NASHRA=str(slow), NASHRA_TIMEOUT='1')
    t.ok(status == 0 and 'longer than 1 seconds' in (h.folder / 'failed/slow/report.txt').read_text(), 'what takes too long has failed', err)


def test_daily(t, program, folder):
    days = folder / 'days'
    shutil.copytree(ROOT / 'samples/daily', days / 'issues/2026-11-24')
    shutil.copytree(ROOT / 'samples/pictures', days / 'issues/pictures')
    env = {**os.environ, 'NASHRA': str(program)}
    done = subprocess.run([HERE / 'daily', days, '2026-11-24'], env=env, capture_output=True, text=True)
    t.ok(done.returncode == 0 and (days / 'bulletins/2026-11-24.pdf').exists(), 'the bulletin of a day is made', done.stderr)
    done = subprocess.run([HERE / 'daily', days, '2026-11-25'], env=env, capture_output=True, text=True)
    t.ok(done.returncode == 1 and 'no issue of 2026-11-25' in done.stderr, 'a day without an issue is told', done.stderr)


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory(prefix='nashra-') as name:
        folder = pathlib.Path(name)
        (folder / 'units').mkdir()
        test_units(t, folder / 'units')
        test_hot(t, program, folder)
        test_strangers(t, program, folder)
        test_cut_off(t, program, folder)
        test_daily(t, program, folder)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
