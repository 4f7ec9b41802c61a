"""What a source says, read with Python's own readers and nothing of nashra's: its lines, to be found again in items."""
import collections
import html.parser
import json
import unicodedata
import xml.etree.ElementTree as ET

from tap import run

# Of other systems, these are no text; whether they stay is another test's question.
INVISIBLE = {c for c in range(0x20)} | set(range(0x7F, 0xA1)) | {0x200B, 0x200E, 0x200F, 0x61C, 0xFEFF, 0x2028, 0x2029,
                                                                *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
DROPPED = {c: None for c in INVISIBLE | {0x20, 0x3000}}


def is_form(c):
    return '\ufb00' <= c <= '\ufb06' or '\ufb50' <= c <= '\ufefc' and not '\ufd3e' <= c <= '\ufd4f' and not ('\ufdf0' <= c <= '\ufdff' and c != '\ufdf2')


def squeezed(s):
    """Without blanks, nor what cannot be seen; forms are the letters they stand for."""
    s = ''.join(unicodedata.normalize('NFKC', c) if is_form(c) else c for c in s)
    return unicodedata.normalize('NFC', s.translate(DROPPED)).translate(DROPPED)


def squeezed_lines(text):
    return [s for s in map(squeezed, text.splitlines()) if s]


# ---- sources ----------------------------------------------------------------

class Page(html.parser.HTMLParser):
    """The text of a page or of a part of one, a line at each tag that begins or ends a block."""
    INLINE = {'a', 'b', 'strong', 'i', 'em', 'span', 'img', 'u', 'small', 'sub', 'sup', 'cite', 'font', 'abbr', 'code', 'time', 'mark'}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.skipped, self.text = 0, []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.skipped += tag in ('script', 'style', 'template')
        if tag not in self.INLINE:
            self.text.append('\n')

    def handle_endtag(self, tag):
        self.skipped -= tag in ('script', 'style', 'template')
        if tag not in self.INLINE:
            self.text.append('\n')

    def handle_data(self, data):
        if not self.skipped:
            self.text.append(data)


def html_lines(text):
    return squeezed_lines(''.join(Page(text).text))


def wxr_posts(path):
    """Lines of each post that is published or will be, by its number."""
    posts = {}
    with open(path, 'rb') as f:
        # XML has no control characters, WordPress writes them all the same.
        text = bytes(b for b in f.read() if b >= 0x20 or b in b'\t\n\r')
    for item in ET.fromstring(text).iter('item'):
        field = lambda end: next((x.text or '' for x in item if x.tag.endswith('}' + end) or x.tag == end), '')
        encoded = {x.tag.split('}')[0].rsplit('/', 2)[-2]: x.text or '' for x in item if x.tag.endswith('}encoded')}
        if field('post_type') == 'post' and field('status') in ('publish', 'future'):
            posts[field('post_id')] = [squeezed(''.join(Page(field('title')).text))] + html_lines(encoded.get('content', '')) + \
                html_lines(encoded.get('excerpt', ''))
    return posts


# ---- items ------------------------------------------------------------------

def body_texts(blocks):
    for b in blocks:
        if b.get('text'):
            yield ''.join(t if isinstance(t, str) else t['text'] for t in b['text'])
        yield from body_texts(b.get('blocks', []))


def literal(value):
    return value if isinstance(value, str) else value.get('literal', '')


def item_texts(item, heads=('kicker', 'headline', 'lead')):
    """All that an item holds of the text of its source."""
    texts = [item[k] for k in heads if k in item] + item.get('decks', [])
    texts += [literal(item[k]) for k in ('byline', 'dateline') if k in item]
    texts += [m['caption'] for m in item.get('media', []) if 'caption' in m]
    return texts + list(body_texts(item['body'])) + [r['text'] for r in item.get('residue', [])]


def read_items(program, paths):
    """By the name of their file; many with one run of the program."""
    items, paths = {}, list(paths)
    for i in range(0, len(paths), 200):
        status, out, err = run(program, 'dump', '--stage', 'item', *paths[i:i + 200])
        if status:
            raise RuntimeError(err)
        decoder, at = json.JSONDecoder(), 0
        for path in paths[i:i + 200]:
            items[path.stem], at = decoder.raw_decode(out, at)
            at += 1
    return items


def lost(lines, texts):
    """What of the lines is not in the texts, or in the texts and in no line; '' when they are the same."""
    wanted, got = collections.Counter(''.join(lines)), collections.Counter(''.join(map(squeezed, texts)))
    if wanted != got:
        return f'lost {dict(wanted - got)}, new {dict(got - wanted)}'
    all_texts = '\n'.join(map(squeezed, texts))
    gone = [s for s in lines if s not in all_texts and '[' not in s]
    return f'not in one piece: {gone[0]}' if gone else ''
