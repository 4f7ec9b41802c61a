#!/usr/bin/env python3
"""
Write files as one C header: embed.py [--plain] HEADER NAME=FILE …

Each becomes `static const unsigned char NAME[]`, and without --plain NAME_deflated[], which is the same by zlib.
"""
import sys
import zlib


def write(to, name, data):
    to.write(f'static const unsigned char {name}[] = {{\n')
    for i in range(0, len(data), 24):
        to.write('\t' + ','.join(map(str, data[i:i + 24])) + ',\n')
    to.write('};\n')


words = sys.argv[1:]
plain = words[0] == '--plain'
if plain:
    words.pop(0)
with open(words[0], 'w', encoding='ascii') as to:
    for word in words[1:]:
        name, file = word.split('=', 1)
        with open(file, 'rb') as f:
            data = f.read()
        write(to, name, data)
        if not plain:
            write(to, name + '_deflated', zlib.compress(data, 9))
