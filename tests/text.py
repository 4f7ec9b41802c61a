#!/usr/bin/env python3
"""
Copying and searching: what six readers give of fresh texts, against the least that was asked for (docs/pdf-text.md).
"""
import pathlib
import re
import sys
import tempfile

import reading
import specimens
from specimens import SPECIMENS, Specimen
from tap import Tap

ORDER = {  # least share of words in their order
    'arabic': {'mutool': 0.998, 'PyMuPDF': 0.998, 'PDFium': 0.97, 'pdf.js': 0.98},
    'mixed': {'Poppler': 0.95, 'mutool': 0.95, 'PyMuPDF': 0.95, 'PDFium': 0.75, 'pdf.js': 0.84},
}
POPPLER_ORDER = {1: 0.998, 2: 0.97}  # by columns
PDFIUM_HEADLINES = 0.93
BAG = 0.995                          # of Poppler, in two columns
PLAIN_LETTERS = 0.01                 # most wrong characters besides spaces in pdf.js, with plain spaces
PHRASES = {'PyMuPDF': 0.99, 'PDFium': 0.99, 'pdf.js': 0.99}
POPPLER_PHRASES = 0.95
# Poppler's search takes these letters apart on the page in the wrong order, in any file (UnicodeTypeTable.cc).
POPPLER_MISSES = re.compile('[أإآؤئ]')


def least_order(s, reader):
    if s.text == 'arabic' and reader == 'Poppler':
        return POPPLER_ORDER[s.columns]
    if s.text == 'arabic' and reader == 'PDFium' and s.size:
        return PDFIUM_HEADLINES
    return ORDER[s.text][reader]


def check_text(t, s, reader, text):
    name = f'{specimens.name_of(s)}: {reader}'
    c = reading.compare(specimens.written(s), text)
    least = least_order(s, reader)
    t.ok(c.in_order >= least * c.words, f'{name}: {c.in_order / c.words:.2%} of {c.words} words in order, {least:.1%} asked')
    t.ok(c.bad == 0, f'{name}: nothing unreadable', f'{c.bad} U+FFFD or (cid:)')
    t.ok(c.surplus == 0, f'{name}: no tatweel that the text lacks', f'{c.surplus} of them')
    glued = re.findall(r'•\w+', reading.plain(text))
    t.ok('•' in text and not glued, f'{name}: no bullet is part of a word', glued)
    if s.text == 'arabic' and reader == 'Poppler' and s.columns == 2:
        t.ok(c.bag >= BAG * c.words, f'{name}: {c.bag / c.words:.2%} of the words in any order, {BAG:.1%} asked')


def check_words(t, name, reader, words, found):
    missing = [w for w, f in zip(words, found) if not f and not (reader == 'Poppler' and POPPLER_MISSES.search(w))]
    t.ok(not missing, f'{name}: {reader} finds each of {len(words)} words', f'missing: {missing}')


def check_search(t, s, reader, words, phrases, answer):
    text, found = answer
    name = specimens.name_of(s)
    check_words(t, name, reader, words, found[:len(words)])
    if reader == 'Poppler':  # its own search goes neither over lines nor past these letters
        whole, least = reading.plain(text), POPPLER_PHRASES
        hits = [p in whole for p in phrases]
    else:
        hits, least = found[len(words):], PHRASES[reader]
    missing = [p for p, f in zip(phrases, hits) if not f]
    share = 1 - len(missing) / len(phrases)
    t.ok(share >= least, f'{name}: {reader} finds {share:.1%} of {len(phrases)} phrases, {least:.0%} asked', missing)


def check_plain(t, s, answers):
    """With plain spaces pdf.js sees no spaces, and all else."""
    c = reading.compare(specimens.written(s), answers['pdf.js'][0][0])
    t.ok(c.wrong <= PLAIN_LETTERS * c.letters,
         f'{specimens.name_of(s)}, plain spaces: pdf.js has {c.wrong / c.letters:.2%} of {c.letters} characters wrong')


def main(program):
    t = Tap()
    words_mixed = len(reading.plain(specimens.written(Specimen('mixed', 'Amiri', 1, None))).split())
    t.ok(words_mixed >= 2000, f'the mixed text has {words_mixed} words')
    with tempfile.TemporaryDirectory() as folder:
        tasks, asked = [], []
        for s in SPECIMENS:
            pdf = specimens.render(program, s, pathlib.Path(folder))
            w = reading.words_of(specimens.written(s)) if s.text == 'arabic' else []
            p = reading.phrases_of(specimens.written(s)) if s.text == 'arabic' else []
            tasks.append((pdf, w + p))
            asked.append((s, w, p))
        plain = specimens.with_plain_spaces(tasks[0][0])
        answers = reading.ask_all(tasks)
        answers_plain = reading.ask_all([(plain, [])], ('pdf.js',))
    for reader, got in answers.items():
        if isinstance(got, Exception):
            t.ok(False, f'{reader} reads the files', got)
            continue
        for (s, w, p), answer in zip(asked, got):
            if reader == 'pdfminer':  # is known not to follow text from right to left
                t.ok(answer[0].strip(), f'{specimens.name_of(s)}: pdfminer reads it')
                continue
            check_text(t, s, reader, answer[0])
            if w and answer[1]:
                check_search(t, s, reader, w, p, answer)
    check_plain(t, SPECIMENS[0], answers_plain)
    t.finish()


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]).resolve())
