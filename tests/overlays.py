#!/usr/bin/env python3
"""
What nashra serve draws over the pages and says of them, in a real Chromium: every key, a click, an Alt-click, both languages.

    overlays.py NASHRA [FOLDER for pictures]
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

from browser import PROGRAM, Browser
from preview import Served
from tap import Tap, processes

# A key, and the least that it must draw on the first pages of the daily samples.
LAYERS = {'g': ('grid', 40), 'c': ('columns', 2), 'f': ('frames', 5), 't': ('trim', 2), 'b': ('boxes', 20), 'h': ('heat', 10),
          'k': ('kashida', 10), 'd': ('bidi', 50), 'l': ('spaces', 0), 'w': ('widows', 0), 'o': ('overset', 0),
          'm': ('messages', 0), 'i': ('dpi', 2)}
ALT = 1


def drawn(b, layer):
    return b.run(f'[...document.querySelectorAll(`svg.over > [data-layer={layer}]`)].reduce((n, g) => n + g.children.length, 0)')


def check_layers(t, b):
    for key, (layer, least) in LAYERS.items():
        b.key(key, code=f'Key{key.upper()}')
        n = drawn(b, layer)
        t.ok(n >= least and b.run('document.querySelectorAll("#tools [aria-pressed=true]").length') == 1, f'{key}: {layer}, {n} shapes')
        b.key(key, code=f'Key{key.upper()}')
        t.ok(b.run('document.querySelectorAll("svg.over").length') == 0, f'{key} again, and it is gone')


def place_of(b, style, n=0):
    """The middle of the n-th line in a style on the first page, in the window."""
    return b.run(f"""(() => {{
	const l = pages[0].facts.lines.filter((m) => m.s === '{style}')[{n}];
	document.scrollingElement.scrollTop = pages[0].box.offsetTop + l.p[1] / pages[0].height * pages[0].box.offsetHeight - 450;
	const r = pages[0].box.getBoundingClientRect();
	return [r.left + (l.i[0] + l.i[1] / 2) / pages[0].width * r.width, r.top + (l.p[1] - 3000) / pages[0].height * r.height, l.f, l.l, l.c];
}})()""")


def check_pointer(t, s, b):
    x, y, file, line, col = place_of(b, 'body', 1)
    b.mouse(x, y, click=True)
    said = b.wait(f"document.getElementById('info').innerText.includes('{file}:{line}:{col}') && document.getElementById('info').innerText")
    source = (s.folder / file).read_text(encoding='utf-8').splitlines()[line - 1]
    t.ok(bool(said) and len(source) >= col, f'a click says where the text is: {said}')
    b.key('b', code='KeyB')
    b.mouse(x + 3, y)
    tip = b.wait("!document.getElementById('tip').hidden && document.getElementById('tip').innerText")
    t.ok(bool(tip) and tip.startswith('body') and '12/17 pt' in tip, f'a box says its style and size: {tip!r}')
    b.key('b', code='KeyB')
    b.mouse(x, y, click=True, modifiers=ALT)
    why = b.wait("!document.getElementById('why').hidden && document.getElementById('why').innerText") or ''
    size = re.search(r'size\s+12pt\s+layouts/daily.yaml:(\d+):(\d+)\s+← base', why)
    at = (s.folder / 'layouts/daily.yaml').read_text(encoding='utf-8').splitlines()[int(size[1]) - 1][int(size[2]) - 1:] if size else ''
    t.ok(at.startswith('12pt'), 'an Alt-click says which line of which file set the size, through the parent', why)
    b.key('Escape', code='Escape')


def check_missing(t, s, b):
    """A character that no face has: the page stays, and the line of the text it came into is marked."""
    item = s.folder / 'daily/01-water-stations.md'
    text = item.read_text(encoding='utf-8')
    line = b.run("pages[0].facts.lines.find((l) => l.s === 'body').l")
    lines = text.split('\n')
    lines[line - 1] += '\U00013000'
    item.write_text('\n'.join(lines), encoding='utf-8')
    b.key('m', code='KeyM')
    t.ok(b.wait("state.messages.some((m) => m.code === 'shape.missing-glyph')"), 'a missing glyph is told')
    t.ok(b.wait("document.querySelectorAll('[data-layer=messages] > [fill-opacity=\"0.4\"]').length === 1"), 'and marked in the text')
    b.key('m', code='KeyM')
    item.write_text(text, encoding='utf-8')
    b.wait("!state.messages.some((m) => m.level === 'error')")


def check_languages(t, b, folder):
    for language, direction, word in (('en', 'ltr', 'pages'), ('ar', 'rtl', 'صفحات')):
        if b.run('document.documentElement.lang') != language:
            b.run("document.getElementById('language').click()")
        t.ok(b.run('document.documentElement.dir') == direction and word in b.run("document.getElementById('state').innerText"),
             f'in {language}')
        b.key('?', code='Slash')
        spoken = 'السطر' if language == 'ar' else 'line'
        t.ok(b.wait(f"state.messages.length > 0 && state.messages.every((m) => m.text.includes('{spoken}'))"), f'messages in {language}, too',
             b.run('JSON.stringify(state.messages)'))
        t.ok(b.run("document.querySelectorAll('#legend dt').length") >= len(LAYERS), f'a legend in {language}')
        if folder:
            b.picture(folder / f'legend-{language}.png')
        b.key('?', code='Slash')
    missing = b.run("""Object.keys(WORDS.en).filter((k) => !(k in WORDS.ar)).concat(
	LAYERS.filter((l) => !l.ar || !l.arHelp || !l.en || !l.enHelp).map((l) => l.id))""")
    t.ok(missing == [], 'every word in both languages', missing)


def check_boxes(t, b):
    """A box is where its text is: none, of furniture neither, is drawn beside the paper."""
    b.key('b', code='KeyB')
    beside = b.run("""pages.filter((p) => p.facts).flatMap((p) => [...p.box.querySelectorAll('[data-layer=boxes] > rect')]
	.map((r) => ['x', 'width'].map((a) => Number(r.getAttribute(a)))).filter(([x, w]) => x < 0 || x + w > p.width || w <= 0))""")
    t.ok(beside == [] and drawn(b, 'boxes') > 20, 'no box is drawn beside the paper', beside)
    b.key('b', code='KeyB')


def check_forgetful(t, s, b):
    """A browser that keeps nothing throws when it is asked to: the pages are shown all the same."""
    b.call('Page.addScriptToEvaluateOnNewDocument',
           source="Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });")
    b.go('about:blank')
    b.go(s.url)
    t.ok(b.wait("typeof state === 'object' && state && state.run && Boolean(pages[0].facts)"), 'pages come to a browser that keeps nothing')
    b.key('g', code='KeyG')
    b.run("document.getElementById('language').click()")
    t.ok(drawn(b, 'grid') > 20, 'and what is drawn over them')


def check_language_of_server(t, program, b):
    """Messages are in the language of the server, and so is the page, when nobody has chosen another."""
    for word, wanted in (('ar', 'ar'), ('en', 'en')):
        s = Served(program, 'daily/issue.yaml', '-l', 'layouts/daily.yaml', '--lang', word)
        try:
            b.go(s.url)
            b.wait("typeof state === 'object' && state && state.run")
            t.ok(b.run('document.documentElement.lang') == wanted, f'a server that speaks {word}')
        finally:
            s.end()


def check_no_orphans(t):
    """A test that is killed takes its browser along: nothing of its session is left."""
    child = subprocess.Popen([sys.executable, '-c', 'import browser, time; print(browser.Browser().process.pid, flush=True); time.sleep(600)'],
                             cwd=pathlib.Path(__file__).parent, stdout=subprocess.PIPE, text=True)
    leader = int(child.stdout.readline())
    child.kill()
    child.wait()
    left, end = True, time.time() + 60
    while left and time.time() < end:
        left = [pid for pid, state, _, session in processes() if session == leader and state != 'Z']
        time.sleep(0.1)
    t.ok(not left, 'a browser ends with the test that started it', left)
    for pid in left:
        os.kill(pid, signal.SIGKILL)


def main(program, folder):
    t = Tap()
    if not PROGRAM:
        t.skip('overlays', 'Chromium is not installed')
        t.finish()
    s = Served(program, 'daily/issue.yaml', '-l', 'layouts/daily.yaml')
    b = Browser()
    try:
        b.go(s.url)
        t.ok(b.wait("typeof state === 'object' && state && state.run && pages[0].facts"), 'the facts come')
        check_layers(t, b)
        check_boxes(t, b)
        check_pointer(t, s, b)
        check_missing(t, s, b)
        check_languages(t, b, folder)
        b.run('document.scrollingElement.scrollTop = 5000')
        time.sleep(0.5)
        t.ok(b.wait('pages.filter(inWindow).every((p) => p.svg)'), 'pages come when they are scrolled to')
        check_forgetful(t, s, b)
        t.ok(not b.faults, 'nothing on the console', b.faults)
        check_language_of_server(t, program, b)
    finally:
        b.close()
        s.end()
    check_no_orphans(t)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None)
