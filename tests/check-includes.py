#!/usr/bin/env python3
"""
What a module includes is what its row in docs/architecture.md allows, and only base opens files.
"""
import re

from tap import ROOT, Tap

ROW = re.compile(r'^\| \d+ \| `(\w+)` \|.*\| ([^|]*) \|$', re.M)
INCLUDE = re.compile(r'^#include "(\w+)/', re.M)
OPENS = re.compile(r'\b(open|openat|openat2|creat|fopen|freopen|g_file_get_contents|g_mapped_file_new|g_fopen|g_open)\(')


def rows():
    text = (ROOT / 'docs/architecture.md').read_text(encoding='utf-8')
    return {name: set(allowed.replace('–', '').split()) for name, allowed in ROW.findall(text)}


def sources(module):
    """The files of a module that belong to the program, its tests left out."""
    return [p for p in sorted((ROOT / 'src' / module).rglob('*.[ch]')) if not p.name.startswith('test-')]


def strip_comments(text):
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(\\.|[^"\\])*"', '', text, flags=re.S)


def check_module(t, module, allowed):
    for path in sources(module):
        text = path.read_text(encoding='utf-8')
        foreign = set(INCLUDE.findall(text)) - allowed - {module}
        t.ok(not foreign, f'{path.relative_to(ROOT)} includes what it may', f'not allowed: {sorted(foreign)}')
        if module != 'base':
            opens = OPENS.findall(strip_comments(text))
            t.ok(not opens, f'{path.relative_to(ROOT)} opens no file itself', f'calls {opens}')


def main():
    t = Tap()
    table = rows()
    folders = {p.name for p in (ROOT / 'src').iterdir() if p.is_dir()}
    t.ok(folders == set(table), 'every module has its row', f'{sorted(folders ^ set(table))}')
    for module, allowed in table.items():
        check_module(t, module, allowed)
    t.finish()


main()
