"""
What Poppler makes of PDFs: the text of pdftotext, and what Evince's search finds.

usage: poppler.py <TASKS    with Debian's python3, which has Poppler's bindings
TASKS and the answer are lists in JSON: {"pdf": FILE, "find": [STRING]} becomes {"text": STRING, "found": [BOOL]}.
"""
import json
import pathlib
import subprocess
import sys

import gi
gi.require_version('Poppler', '0.18')
from gi.repository import Poppler  # noqa: E402

FLAGS = Poppler.FindFlags.MULTILINE  # as Evince asks


def search(pdf, find):
    doc = Poppler.Document.new_from_file(pathlib.Path(pdf).absolute().as_uri(), None)
    pages = [doc.get_page(i) for i in range(doc.get_n_pages())]
    return [any(p.find_text_with_options(s, FLAGS) for p in pages) for s in find]


answers = []
for task in json.load(sys.stdin):
    text = subprocess.run(['pdftotext', '-enc', 'UTF-8', task['pdf'], '-'], capture_output=True, check=True).stdout
    answers.append({'text': text.decode('utf-8', 'replace'),
                    'found': search(task['pdf'], task['find']) if task['find'] else []})
json.dump(answers, sys.stdout)
