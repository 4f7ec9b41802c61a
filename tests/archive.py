#!/usr/bin/env python3
"""
PDF/A-2a and PDF/UA-1, by veraPDF: every sample and text, the layouts, the faces, proofs, in one run of it; and PDF/A-3a
where the items are within.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

from reading import installed
from tap import ROOT, Tap, run

SEED = ROOT.parent / 'shared/seed/release.md'
FACES = ('Noto Naskh Arabic', 'Noto Kufi Arabic', 'IBM Plex Sans Arabic')
WANTED = ('PDF/A-2A', 'PDF/UA-1')
EMBEDDED = ('PDF/A-3A', 'PDF/UA-1')
# What else there is to it: name, items, words.
PROFILES = (('proof', SEED, ['-p', 'proof']), ('embedded', ROOT / 'samples/photograph.md', ['--embed-items']),
            ('embedded-issue', ROOT / 'samples/daily/issue.yaml', ['--embed-items']))
# Each layout that comes along, with the issue it is for.
ISSUES = (('daily', 'daily'), ('digest', 'weekly'), ('tabloid', 'daily'), ('booklet', 'daily'), ('gazette', 'gazette'),
          ('bilingual', 'bilingual'), ('bilingual-ltr', 'bilingual'))


def render_all(program, folder):
    """Name of each file to its PDF, or to why there is none."""
    release = (ROOT / 'layouts/release.yaml').read_text(encoding='utf-8')
    (folder / 'binding-ar.yaml').write_bytes((ROOT / 'layouts/binding-ar.yaml').read_bytes())
    items = sorted((ROOT / 'samples').glob('*.md')) + sorted((ROOT / 'tests/texts').glob('*.md')) + [SEED]
    jobs = [(item, 'release') for item in items] + [(item, 'letter') for item in (SEED, ROOT / 'samples/photograph.md')]
    for face in FACES:
        layout = folder / f'{face.split()[1].lower()}.yaml'
        layout.write_text(release.replace('family: Amiri', f'family: {face}'), encoding='utf-8')
        jobs += [(SEED, layout), (ROOT / 'samples/mixed-text.md', layout)]
    jobs = [(f'{item.stem}-{pathlib.Path(layout).stem}', item, ['-l', layout]) for item, layout in jobs]
    jobs += [(name, item, ['-l', 'release', *words]) for name, item, words in PROFILES]
    jobs += [(f'{layout}-of-{issue}', ROOT / f'samples/{issue}/issue.yaml', ['-l', layout]) for layout, issue in ISSUES]
    made = {}
    for name, item, words in jobs:
        pdf = folder / f'{name}.pdf'
        status, _, err = run(program, 'render', '-q', item, *words, '-o', pdf)
        made[name] = pdf if status == 0 else err
    return made


def validate(pdfs):
    """{name of file: {profile: [rule that failed]}}, from one run of veraPDF; -f 0 takes the profiles a file claims."""
    words = ['java', '-Xmx512m', '-cp', f'{installed()}/java/*', 'org.verapdf.apps.GreenfieldCliWrapper', '-f', '0',
             '--format', 'xml', '--maxfailuresdisplayed', '1', *map(str, pdfs)]
    done = subprocess.run(words, capture_output=True, timeout=500)
    found = {}
    for job in ET.fromstring(done.stdout).iter('job'):
        name = pathlib.Path(job.find('item/name').text).stem
        reports = found.setdefault(name, {})
        for r in job.iter('validationReport'):
            profile = re.match(r'\S+', r.get('profileName'))[0]
            reports[profile] = [f"{x.get('clause')}-{x.get('testNumber')}: {x.findtext('description')}"
                                for x in r.iter('rule') if x.get('status') == 'failed']
            if r.get('isCompliant') != 'true' and not reports[profile]:
                reports[profile] = ['not compliant']
    return found


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory() as folder:
        made = render_all(program, pathlib.Path(folder))
        found = validate([p for p in made.values() if isinstance(p, pathlib.Path)])
    for name, pdf in made.items():
        t.ok(isinstance(pdf, pathlib.Path), f'{name}: is set', pdf)
        for profile in EMBEDDED if name.startswith('embedded') else WANTED:
            failed = found.get(name, {}).get(profile, ['veraPDF says nothing of it'])
            t.ok(not failed, f'{name}: {profile}', '\n'.join(failed))
    t.finish()


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]).resolve())
