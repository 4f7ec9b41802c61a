"""
What Debian's MuPDF makes of PDFs: the text that mutool draws.

usage: mutool.py <TASKS
TASKS and the answer are lists in JSON: {"pdf": FILE, "find": []} becomes {"text": STRING, "found": []}.
"""
import json
import subprocess
import sys

answers = []
for task in json.load(sys.stdin):
    text = subprocess.run(['mutool', 'draw', '-q', '-F', 'txt', task['pdf']], capture_output=True, check=True).stdout
    answers.append({'text': text.decode('utf-8', 'replace'), 'found': []})
json.dump(answers, sys.stdout)
