"""
What PDFium, MuPDF and pdfminer make of PDFs: the text they give to copy, and what their own search finds.

usage: pypi.py READER <TASKS    READER is pdfium, pymupdf or pdfminer
TASKS and the answer are lists in JSON: {"pdf": FILE, "find": [STRING]} becomes {"text": STRING, "found": [BOOL]}.
"""
import json
import sys


def pdfium(pdf, find):
    import pypdfium2
    pages = [p.get_textpage() for p in pypdfium2.PdfDocument(pdf)]
    text = '\n'.join(p.get_text_range() for p in pages)
    return text, [any(p.search(s).get_next() for p in pages) for s in find]


def pymupdf(pdf, find):
    import pymupdf as mupdf
    with mupdf.open(pdf) as doc:
        pages = [(p, p.get_textpage()) for p in doc]
        text = '\n'.join(t.extractText() for _, t in pages)
        return text, [any(p.search_for(s, textpage=t) for p, t in pages) for s in find]


def pdfminer(pdf, find):
    from pdfminer.high_level import extract_text
    return extract_text(pdf), []


reader = {'pdfium': pdfium, 'pymupdf': pymupdf, 'pdfminer': pdfminer}[sys.argv[1]]
answers = []
for task in json.load(sys.stdin):
    text, found = reader(task['pdf'], task['find'])
    answers.append({'text': text, 'found': [bool(f) for f in found]})
json.dump(answers, sys.stdout)
