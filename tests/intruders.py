#!/usr/bin/env python3
"""
nashra serve against those who should not come in, and against crowds: whatever is sent, it stays alive, holds nothing
of it, and tells nothing to those who do not know the word.

    intruders.py NASHRA
"""
import os
import pathlib
import random
import socket
import sys
import threading
import time

from preview import PATIENCE, Served, errors, until, wait_for, write_over
from tap import Tap

REQUESTS = 1000
BROWSERS = 20


def send(port, data, cut=False, wait=PATIENCE):
    """The answer to raw bytes, or what came of it."""
    with socket.create_connection(('127.0.0.1', port), timeout=wait) as s:
        try:
            s.sendall(data)
            if cut:
                return b''
            s.shutdown(socket.SHUT_WR)
            got = b''
            while True:
                part = s.recv(65536)
                if not part:
                    return got
                got += part
        except OSError:
            return b''


def status(answer):
    return answer.split(b' ')[1].decode() if answer.startswith(b'HTTP/') else 'none'


def request(s, path, method='GET', host=None, more=''):
    return f'{method} {path} HTTP/1.1\r\nHost: {host or f"127.0.0.1:{s.port}"}\r\n{more}Connection: close\r\n\r\n'.encode()


def check_doors(t, s):
    """One by one, and the status that each must get."""
    home = f'/{s.word}/'
    wrong = ('0' if s.word[0] != '0' else '1') + s.word[1:]
    cases = [
        ('the right word', request(s, home), '200'),
        ('by its name', request(s, home, host=f'localhost:{s.port}'), '200'),
        ('another host', request(s, home, host='evil.example'), '421'),
        ('another port', request(s, home, host='127.0.0.1:1'), '421'),
        ('no host', f'GET {home} HTTP/1.0\r\n\r\n'.encode(), '421'),
        ('no word', request(s, '/'), '403'),
        ('another word', request(s, f'/{wrong}/'), '403'),
        ('half the word', request(s, f'/{s.word[:16]}/'), '403'),
        ('the word and more', request(s, f'/{s.word}x/'), '403'),
        ('from another site', request(s, home, more='Sec-Fetch-Site: cross-site\r\n'), '403'),
        ('writing', request(s, home, 'POST'), '405'),
        ('deleting', request(s, home, 'DELETE'), '405'),
        ('a page that is none', request(s, home + 'page/0'), '404'),
        ('a page beyond', request(s, home + 'page/99999999999999999999'), '404'),
        ('a page by its sign', request(s, home + 'page/+1'), '404'),
        ('up', request(s, home + '../../etc/passwd'), '404'),
        ('up in a picture', request(s, home + 'i/../../../etc/passwd'), '404'),
        ('up, disguised', request(s, home + 'i/%2e%2e%2f%2e%2e%2fetc/passwd'), '404'),
        ('a file of the layout', request(s, home + 'layouts/daily.yaml'), '404'),
        ('two slashes', request(s, '//etc/passwd'), '403'),
        ('an address', request(s, 'http://127.0.0.1/etc/passwd'), '403'),
    ]
    for name, data, want in cases:
        got = send(s.port, data)
        t.ok(status(got) in (want, '400' if want != '200' else want) and (want == '200' or b'root:' not in got), f'{name}: {want}',
             got[:300])
    with open('/proc/net/tcp', encoding='ascii') as f:
        listening = [line.split()[1] for line in f if line.split()[3] == '0A' and line.split()[1].endswith(f':{s.port:04X}')]
    t.ok(listening == [f'0100007F:{s.port:04X}'], 'nobody from elsewhere can come', listening)


def hostile(random_, s):
    """One request out of all that is bad: bytes, and whether it is cut."""
    home = f'/{s.word}/'
    kind = random_.randrange(10)
    if kind == 0:
        return request(s, home + 'x' * random_.randrange(1, 200_000)), False
    if kind == 1:
        return request(s, home, more=f'X-Long: {"y" * random_.randrange(1, 100_000)}\r\n'), False
    if kind == 2:
        return request(s, home, more=''.join(f'X-{i}: 1\r\n' for i in range(random_.randrange(1, 3000)))), False
    if kind == 3:
        whole = request(s, home + 'page/1')
        return whole[:random_.randrange(len(whole))], True
    if kind == 4:
        dots = random_.choice(['../', '..%2f', '%2e%2e/', '..\\', '....//', '%c0%ae%c0%ae/'])
        return request(s, home + random_.choice(['', 'i/', 'page/']) + dots * random_.randrange(1, 12) + 'etc/passwd'), False
    if kind == 5:
        return bytes(random_.randrange(256) for _ in range(random_.randrange(1, 4000))), False
    if kind == 6:
        return request(s, home, 'POST', more='Content-Length: 1000000\r\n') + b'z' * 1000, random_.random() < 0.5
    if kind == 7:
        return request(s, home, 'POST', more='Transfer-Encoding: chunked\r\n') + b'FFFFFFFFFFFFFFFF\r\nabc', False
    if kind == 8:
        return request(s, home + 'page/1') * random_.randrange(2, 30), random_.random() < 0.3
    return request(s, random_.choice(['\0', '*', home + '\0page', home + 'page/\u0661', home + 'facts/-1', home + 'look/0'])), False


def handles(s):
    return len(os.listdir(f'/proc/{s.process.pid}/fd'))


def memory(s):
    """KiB of the process's own making, whether a renderer that was forked from it still shares them or not."""
    with open(f'/proc/{s.process.pid}/smaps_rollup', encoding='ascii') as f:
        return sum(int(line.split()[1]) for line in f if line.startswith('Anonymous:'))


def check_hostile(t, s, n):
    random_ = random.Random(7)
    handles_before, told, size = handles(s), False, 0
    slow = [socket.create_connection(('127.0.0.1', s.port)) for _ in range(40)]
    for c in slow:
        c.sendall(b'GET /')
    for i in range(n):
        data, cut = hostile(random_, s)
        # Some wait for what they have promised to send: nobody waits with them.
        told |= b'root:x:' in send(s.port, data, cut, wait=0.2)
        if i == n // 4:
            size = memory(s)
    t.ok(s.get('')[0] == 200, f'alive after {n} hostile requests, and 40 that never end')
    t.ok(not told, 'nothing of the disk was told')
    grown = memory(s) - size
    t.ok(grown < 4096, f'it has grown by {max(grown, 0)} KiB in the last three quarters of them')
    for c in slow:
        c.close()
    t.ok(until(lambda: handles(s) <= handles_before + 1), 'no connection is left open', f'{handles_before} {handles(s)}')


def browse(s, results, begun, saved):
    """A browser's part: all pages, and then the news."""
    listener = s.listen()
    state = listener.until(1)
    good = all(s.get(f'page/{i + 1}')[0] == 200 and s.get(f'facts/{i + 1}')[0] == 200 for i in range(len(state['pages'])))
    begun.wait()
    saved.wait()
    start = state
    after = wait_for(listener, lambda st: st['run'] > start['run'] and not errors(st)
                     and any(a[0] != b[0] for a, b in zip(st['pages'], start['pages'])))
    results.append(good and after is not None)
    listener.close()


def check_crowd(t, s):
    results, begun, saved = [], threading.Barrier(BROWSERS + 1, timeout=PATIENCE), threading.Event()
    deaf = s.listen()  # never reads
    crowd = [threading.Thread(target=browse, args=(s, results, begun, saved)) for _ in range(BROWSERS)]
    for c in crowd:
        c.start()
    begun.wait()
    item = s.folder / 'daily/11-wheat.md'
    text = item.read_text(encoding='utf-8')
    saved.set()
    for i in range(30):
        write_over(item, text.replace('فدان', f'فدان{"ا" * (i % 5 + 1)}'))
        time.sleep(0.05)
    for c in crowd:
        c.join(PATIENCE)
    t.ok(results == [True] * BROWSERS, f'{BROWSERS} browsers at once see every page and the change', results)
    deaf.close()
    write_over(item, text)


def main(program):
    t = Tap()
    s = Served(program, 'daily/issue.yaml', '-l', 'layouts/daily.yaml')
    try:
        s.listen().until(1)
        check_doors(t, s)
        check_hostile(t, s, REQUESTS)
        check_crowd(t, s)
    finally:
        code = s.end()
        t.ok(code == 143, 'it ends when it is told', code)
    t.finish()


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]).resolve())
