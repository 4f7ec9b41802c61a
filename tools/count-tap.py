#!/usr/bin/env python3
"""Counts of a Meson test log: prints «PASSED FAILED», single tests of TAP programs counted one by one."""
import json, re, sys

passed = failed = 0
for line in open(sys.argv[1], encoding='utf-8'):
    t = json.loads(line)
    lines = (t.get('stdout') or '').splitlines()
    good = sum(bool(re.match(r'ok\b', x)) for x in lines)
    bad = sum(bool(re.match(r'not ok\b', x)) for x in lines)
    ended_well = t['result'] in ('OK', 'EXPECTEDFAIL')
    if good + bad == 0:
        good = int(ended_well)
    if not ended_well and bad == 0:
        bad = 1
    passed, failed = passed + good, failed + bad
print(passed, failed)
