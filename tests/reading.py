"""
Reading PDFs with other people's readers, and comparing what they say with what was written.

Readers are programs of tests/readers/ that take many files at once; tools/readers.sh knows where the installed ones are.
"""
import collections
import concurrent.futures
import difflib
import functools
import json
import re
import subprocess
import unicodedata

from tap import ROOT

PROGRAMS = ROOT / 'tests/readers'
DEBIAN_PYTHON = '/usr/bin/python3'  # has the bindings of Debian's packages

# ---- items ------------------------------------------------------------------------------------------------------

PRINTED = ('section', 'kicker', 'headline', 'lead')


def printed_text(path):
    """What of an item is printed: its fields and its body without the marks of CommonMark; a paragraph a line."""
    front, body = path.read_text(encoding='utf-8').split('\n---\n', 1)
    fields = re.findall(rf'^(?:{"|".join(PRINTED)}): (.*)$', front, re.M)
    decks = re.search(r'^decks:\n((?:  - .*\n)+)', front + '\n', re.M)
    if decks:
        fields += [d[4:] for d in decks[1].splitlines()]
    byline = re.search(r'^byline: ([^{].*)$', front, re.M)
    fields += [byline[1]] if byline else []
    body = re.sub(r'^(#+|>|-|\d+\.) ', '', body, flags=re.M).replace('**', '')
    return '\n'.join(fields) + '\n' + body


# ---- readers ----------------------------------------------------------------------------------------------------


@functools.cache
def installed():
    """The folder of the readers that Debian does not have; an error when they are not there."""
    done = subprocess.run([ROOT / 'tools/readers.sh', '--where'], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return done.stdout.strip()


def in_python(reader):
    return lambda: [f'{installed()}/python/bin/python', PROGRAMS / 'pypi.py', reader]


COMMANDS = {
    'Poppler': lambda: [DEBIAN_PYTHON, PROGRAMS / 'poppler.py'],
    'mutool': lambda: [DEBIAN_PYTHON, PROGRAMS / 'mutool.py'],
    'PyMuPDF': in_python('pymupdf'),
    'PDFium': in_python('pdfium'),
    'pdf.js': lambda: ['node', PROGRAMS / 'pdfjs.mjs', f'{installed()}/node'],
    'pdfminer': in_python('pdfminer'),
}


def ask(reader, tasks):
    """One run of a reader: [(PDF, [string to find])] to [(text, [found?])]."""
    words = [{'pdf': str(pdf), 'find': find} for pdf, find in tasks]
    done = subprocess.run(COMMANDS[reader](), input=json.dumps(words), capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise RuntimeError(f'{reader}: {done.stderr[-2000:]}')
    return [(a['text'], a['found']) for a in json.loads(done.stdout)]


def ask_all(tasks, readers=tuple(COMMANDS)):
    """The same of several readers, two at a time: {reader: answers, or the error that came instead}."""
    def one(reader):
        try:
            return ask(reader, tasks)
        except (OSError, RuntimeError, ValueError, subprocess.SubprocessError) as e:
            return e
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return dict(zip(readers, pool.map(one, readers)))


# ---- comparing --------------------------------------------------------------------------------------------------

# Not seen, and no part of the text: controls of direction, joiners, the soft hyphen.
IGNORABLE = re.compile('[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]')


def plain(text):
    """In one form of Unicode, without what is not seen, words parted by single spaces."""
    text = unicodedata.normalize('NFC', IGNORABLE.sub('', text.replace('\f', ' ').replace('\u00a0', ' ')))
    return ' '.join(text.split())


Score = collections.namedtuple('Score', 'words in_order bag letters wrong surplus bad')


def compare(written, read):
    """
    What a reader gave of a text: words written, of these found in their order (longest matching blocks) and found at
    all; characters besides spaces, and how many of them are missing or out of order; U+0640 too many; U+FFFD and (cid:).
    """
    a, b = plain(written).split(), plain(read).split()
    blocks = difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    bag = collections.Counter(a) & collections.Counter(b)
    letters, wrong = wrong_letters(written, read)
    return Score(len(a), sum(m.size for m in blocks), sum(bag.values()), letters, wrong,
                 max(0, plain(read).count('ـ') - plain(written).count('ـ')), read.count('\ufffd') + read.count('(cid:'))


def total(scores):
    return Score(*map(sum, zip(*scores)))


def wrong_letters(written, read):
    """Characters besides spaces, paragraph by paragraph: how many there are, and edits to get them from what was read."""
    whole = plain(read).replace(' ', '')
    letters = wrong = 0
    for paragraph in written.splitlines():
        p = plain(paragraph).replace(' ', '')
        letters += len(p)
        wrong += 0 if p in whole else edits(p, whole)
    return letters, wrong


def edits(p, text):
    """
    The least edits that make `p` of some piece of `text` (Sellers 1980), by Myers' bit vectors (1999).
    """
    if not p:
        return 0
    peq = {}
    for i, c in enumerate(p):
        peq[c] = peq.get(c, 0) | 1 << i
    mask, last = (1 << len(p)) - 1, 1 << (len(p) - 1)
    pv, mv, score = mask, 0, len(p)
    best = score
    for c in text:
        eq = peq.get(c, 0)
        xv = eq | mv
        xh = (((eq & pv) + pv) ^ pv) | eq
        ph, mh = mv | ~(xh | pv) & mask, pv & xh
        score += bool(ph & last) - bool(mh & last)
        best = min(best, score)
        ph, mh = ph << 1, mh << 1
        pv, mv = (mh | ~(xv | ph)) & mask, ph & xv & mask
    return best


# ---- searching --------------------------------------------------------------------------------------------------

ARABIC = '[ء-غف-يٱ]+'


def words_of(text):
    """Every word of Arabic letters, once."""
    return sorted(set(re.findall(rf'(?<!\S){ARABIC}(?!\S)', unicodedata.normalize('NFC', text))))


def phrases_of(text, every=4):
    """Two and three words that stand together, from every fourth place."""
    found = {}
    for line in unicodedata.normalize('NFC', text).splitlines():
        for run in re.findall(rf'(?<!\S)(?:{ARABIC} )+{ARABIC}(?!\S)', line):
            words = run.split()
            for i in range(0, len(words) - 1, every):
                found[' '.join(words[i:i + 2 + len(found) % 2])] = True
    return list(found)
