'use strict';
/*
 * The page of `nashra serve`: what the server says is shown, and nothing is
 * kept that it does not say.  Pages are boxes of a known size, so that a new
 * one never moves the others; only those near to the window are fetched.
 */

/* ---- words -------------------------------------------------------------- */

const WORDS = {
	en: {
		wait: 'Setting…', gone: 'The server has ended; waiting for it',
		pages: (n) => n === 1 ? '1 page' : `${n} pages`,
		errors: (n) => n === 1 ? '1 error' : `${n} errors`,
		warnings: (n) => n === 1 ? '1 warning' : `${n} warnings`,
		notes: (n) => n === 1 ? '1 note' : `${n} notes`,
		none: 'No messages', stale: 'these are the last good pages', empty: 'there are no pages yet',
		error: 'error', warning: 'warning', note: 'note', help: 'help',
		fit: 'Fit', smaller: 'Smaller', larger: 'Larger', legend: 'Keys and colours', language: 'عربي',
		copied: 'copied', page: 'Page', ms: 'ms', badness: 'badness', space: 'space',
		hint: 'Click: where the text is written. Alt-click: what set its style.',
	},
	ar: {
		wait: 'يجري الصف…', gone: 'توقف الخادم، وفي انتظار عودته',
		pages: (n) => counted(n, 'صفحة واحدة', 'صفحتان', 'صفحات', 'صفحة'),
		errors: (n) => counted(n, 'خطأ واحد', 'خطآن', 'أخطاء', 'خطأ'),
		warnings: (n) => counted(n, 'تحذير واحد', 'تحذيران', 'تحذيرات', 'تحذيرا'),
		notes: (n) => counted(n, 'ملاحظة واحدة', 'ملاحظتان', 'ملاحظات', 'ملاحظة'),
		none: 'لا رسائل', stale: 'هذه آخر صفحات سليمة', empty: 'لا صفحات بعد',
		error: 'خطأ', warning: 'تحذير', note: 'ملاحظة', help: 'الحل',
		fit: 'ملء العرض', smaller: 'تصغير', larger: 'تكبير', legend: 'المفاتيح والألوان', language: 'English',
		copied: 'نسخ', page: 'صفحة', ms: 'م.ث', badness: 'الرداءة', space: 'المسافة',
		hint: 'انقر النص لتعرف موضعه في الملف، ومع Alt لتعرف ما حدد هيئته.',
	},
};

/* Arabic counts one, two, three to ten, and the rest. */
function counted(n, one, two, few, many) {
	if (n === 1)
		return one;
	if (n === 2)
		return two;
	const digits = n.toLocaleString('ar-EG');
	return n >= 3 && n % 100 >= 3 && n % 100 <= 10 ? `${digits} ${few}` : `${digits} ${many}`;
}

const $ = (id) => document.getElementById(id);

/* A browser that is to keep nothing throws when it is asked. */
function kept(key, otherwise) {
	try {
		return localStorage.getItem(`nashra.${key}`) || otherwise;
	} catch {
		return otherwise;
	}
}

function keep(key, value) {
	try {
		localStorage.setItem(`nashra.${key}`, value);
	} catch {
		/* It is as it was chosen until the page is closed. */
	}
}

let language = kept('language', (navigator.language || '').startsWith('ar') ? 'ar' : 'en');
let chosen = kept('language', '') !== '';
const say = () => WORDS[language];
/* A number in the digits of the language. */
const number = (n, how) => n.toLocaleString(language === 'ar' ? 'ar-EG' : 'en', how);

function make(name, attributes = {}, ...children) {
	const e = document.createElement(name);
	for (const [key, value] of Object.entries(attributes))
		e.setAttribute(key, value);
	e.append(...children);
	return e;
}

/* ---- pages -------------------------------------------------------------- */

const DIM = 1024;                /* of a point */
const POINT = 96 / 72;           /* CSS pixels */
let state = null;
let zoom = Number(kept('zoom', 0)); /* 0: as wide as the window */
const pages = [];                /* what is shown of each */

/* A page's text, parted: its first line, and its marks, a line each. */
function parts(text) {
	const lines = text.split('\n');
	return { head: lines[0], marks: lines.slice(1, lines.lastIndexOf('</svg>')) };
}

const parser = document.createElement('template');

function parse(text) {
	parser.innerHTML = text;
	return parser.content.firstElementChild;
}

/* The one element of an SVG's line. */
function parseMark(line) {
	return parse(`<svg>${line}</svg>`).firstElementChild;
}

/* A text is one path.  It is not parsed as HTML, which would take most of the time that a page takes here. */
const TEXT = /^<path fill="([^"]*)" transform="([^"]*)" d="([^"]*)"\/>$/;

function setText(path, [, fill, transform, d]) {
	path.setAttribute('fill', fill);
	path.setAttribute('transform', transform);
	path.setAttribute('d', d);
	return path;
}

/* The element of a line; `old`, where that was a text too. */
function makeMark(line, old) {
	const text = TEXT.exec(line);
	if (!text)
		return parseMark(line);
	const again = old && old.localName === 'path' && old.hasAttribute('transform');
	return setText(again ? old : document.createElementNS('http://www.w3.org/2000/svg', 'path'), text);
}

/* Only marks between the first and the last that differ are made anew. */
function patch(page, now) {
	const was = page.marks, svg = page.svg, n = Math.min(was.length, now.marks.length);
	let start = 0, end = 0;
	while (start < n && was[start] === now.marks[start])
		start++;
	while (end < n - start && was[was.length - 1 - end] === now.marks[now.marks.length - 1 - end])
		end++;
	const nodes = [...svg.children], stop = was.length - end;
	const before = nodes[stop] || null;
	for (let i = start; i < now.marks.length - end; i++) {
		const old = i < stop ? nodes[i] : null;
		if (old && was[i] === now.marks[i])
			continue;
		const mark = makeMark(now.marks[i], old);
		if (!old)
			svg.insertBefore(mark, before);
		else if (mark !== old)
			old.replaceWith(mark);
	}
	for (let i = Math.max(start, now.marks.length - end); i < stop; i++)
		nodes[i].remove();
}

function show(page, text) {
	const now = parts(text);
	if (page.svg && page.head === now.head)
		patch(page, now);
	else {
		const svg = parse(`${now.head}${now.marks.join('')}</svg>`);
		svg.setAttribute('aria-hidden', 'true');
		svg.removeAttribute('width');
		svg.removeAttribute('height');
		if (page.svg)
			page.svg.replaceWith(svg);
		else
			page.box.prepend(svg);
		page.svg = svg;
	}
	page.head = now.head;
	page.marks = now.marks;
}

/* The frame after the one that a page is in: now it has been painted, and whoever waits is told. */
function painted(page) {
	const detail = { page: page.number, version: page.version };
	requestAnimationFrame(() => requestAnimationFrame(() => {
		document.dispatchEvent(new CustomEvent('nashra-shown', { detail: { ...detail, at: Date.now() } }));
	}));
}

const isBehind = (page) => page.near && page.version !== page.wanted;

/* False when there is none. */
async function loadPage(page) {
	const got = await fetch(`page/${page.number}`);
	if (!got.ok)
		return false;
	const version = Number(got.headers.get('X-Version'));
	show(page, await got.text());
	page.version = version;
	/* The server may be ahead of what it has told. */
	page.wanted = Math.max(page.wanted, version);
	painted(page);
	return true;
}

/* Goes on until nothing is new: what comes meanwhile finds it at work, and leaves it to it. */
async function load(page) {
	if (page.loading)
		return;
	page.loading = true;
	try {
		let more = true;
		while (more && page.near && (isBehind(page) || page.factsOf !== page.told))
			more = isBehind(page) ? await loadPage(page) : await loadFacts(page);
	} catch {
		/* The stream of events notices that the server has gone. */
	} finally {
		page.loading = false;
	}
}

/* After the pages themselves have been painted: they are in nobody's way. */
const FACTS_LATER = 120;

async function loadFacts(page) {
	await new Promise((done) => setTimeout(done, FACTS_LATER));
	if (isBehind(page))
		return true;
	const got = await fetch(`facts/${page.number}`);
	if (!got.ok)
		return false;
	page.facts = await got.json();
	page.factsOf = Number(got.headers.get('X-Version'));
	page.told = Math.max(page.told, page.factsOf);
	drawOver(page);
	return true;
}

/* ---- where pages stand --------------------------------------------------- */

const watcher = new IntersectionObserver((entries) => {
	for (const e of entries) {
		const page = pages[e.target.dataset.page - 1];
		if (!page)
			continue;
		page.near = e.isIntersecting;
		if (page.near)
			load(page);
	}
}, { rootMargin: '60% 0px' });

/* Who asks the boxes where they are has them laid out for it. */
const windowWatcher = new IntersectionObserver((entries) => {
	for (const e of entries) {
		const page = pages[e.target.dataset.page - 1];
		if (page)
			page.inWindow = e.isIntersecting;
	}
});

const inWindow = (page) => page.inWindow;

function makePage(number) {
	const box = make('div', { class: 'page', 'data-page': number, role: 'img' });
	const page = { number, box, version: 0, wanted: 0, near: false, inWindow: false, marks: [], facts: null, factsOf: 0, told: 0 };
	box.append(make('span', { class: 'number' }));
	$('pages').append(box);
	watcher.observe(box);
	windowWatcher.observe(box);
	return page;
}

function scale() {
	if (zoom)
		return zoom;
	const widest = Math.max(...pages.map((p) => p.width), 1) / DIM * POINT;
	return Math.min(2.5, Math.max(0.3, (document.documentElement.clientWidth - 96) / widest));
}

function place() {
	const s = scale();
	for (const p of pages) {
		p.box.style.width = `${p.width / DIM * POINT * s}px`;
		p.box.style.height = `${p.height / DIM * POINT * s}px`;
		p.box.querySelector('.number').textContent = number(p.number);
		p.box.setAttribute('aria-label', `${say().page} ${number(p.number)}`);
	}
	$('zoom').textContent = pages.length ? number(s, { style: 'percent' }) : '';
}

/* What is at the middle of the window stays there. */
function setZoom(z) {
	const from = document.scrollingElement.scrollTop + innerHeight / 2;
	const at = pages.find((p) => p.box.offsetTop + p.box.offsetHeight >= from);
	const share = at ? (from - at.box.offsetTop) / at.box.offsetHeight : 0;
	zoom = z;
	keep('zoom', z);
	place();
	if (at)
		document.scrollingElement.scrollTop = at.box.offsetTop + share * at.box.offsetHeight - innerHeight / 2;
}

/* The page in the middle is painted first the next time. */
let lookedAt = 0, looking = 0;

function look() {
	clearTimeout(looking);
	looking = setTimeout(() => {
		const middle = document.scrollingElement.scrollTop + innerHeight / 2;
		const page = pages.find((p) => p.box.offsetTop + p.box.offsetHeight >= middle);
		if (page && page.number !== lookedAt) {
			lookedAt = page.number;
			fetch(`look/${page.number}`).catch(() => {});
		}
	}, 120);
}

/* ---- what the server says ------------------------------------------------ */

function takePages(list) {
	let moved = list.length !== pages.length;
	while (pages.length > list.length) {
		const page = pages.pop();
		watcher.unobserve(page.box);
		windowWatcher.unobserve(page.box);
		page.box.remove();
	}
	list.forEach(([version, width, height, told], i) => {
		const page = pages[i] || (pages[i] = makePage(i + 1));
		moved = moved || page.width !== width || page.height !== height;
		page.width = width;
		page.height = height;
		page.wanted = version;
		page.told = told;
	});
	if (moved)
		place();
}

function take(text) {
	state = JSON.parse(text);
	/* The server's language is the page's, unless another was chosen. */
	if (state.rtl && !chosen)
		choose('ar');
	askLanguage();
	takePages(state.pages);
	const near = pages.filter((p) => p.near && p.wanted);
	for (const p of near.filter(inWindow))
		load(p);
	for (const p of near.filter((q) => !inWindow(q)))
		load(p);
	tell();
	if (shown.has('messages'))
		pages.forEach(drawOver);
	document.dispatchEvent(new CustomEvent('nashra-state', { detail: { run: state.run } }));
}

/* Messages come in the language of the page that asked last; each asks when it opens, and when its language changes. */
let asked = '';

function askLanguage() {
	if (asked === language)
		return;
	asked = language;
	fetch(`speak/${language}`).catch(() => {});
}

function listen() {
	const events = new EventSource('events');
	events.onmessage = (e) => take(e.data);
	events.onopen = () => {
		document.body.classList.remove('gone');
		asked = '';
	};
	events.onerror = () => {
		$('lamp').className = 'gone';
		$('state').textContent = say().gone;
	};
}

/* ---- messages ------------------------------------------------------------ */

const count = (level) => state.messages.filter((m) => m.level === level).length;

function counts() {
	const w = say(), all = [];
	for (const [level, word] of [['error', w.errors], ['warning', w.warnings], ['note', w.notes]])
		if (count(level))
			all.push(word(count(level)));
	return all.join(language === 'ar' ? '، ' : ', ') || w.none;
}

function tell() {
	if (!state)
		return;
	const w = say(), errors = count('error');
	$('lamp').className = !state.run ? 'wait' : errors ? 'bad' : count('warning') ? 'warn' : 'good';
	$('state').textContent = !state.run ? w.wait
		: errors ? `${w.errors(errors)} – ${state.pages.length ? w.stale : w.empty}`
		: `${w.pages(state.pages.length)} – ${number(state.ms)} ${w.ms}`;
	$('messages-button').textContent = counts();
	for (const p of pages)
		p.box.classList.toggle('stale', errors > 0);
	showMessages();
	if (errors && !hadErrors)
		openMessages(true);
	else if (!errors && hadErrors && openedByError)
		openMessages(false);
	hadErrors = errors > 0;
}

let hadErrors = false, openedByError = false;

function openMessages(open, byUser = false) {
	openedByError = open && !byUser;
	$('messages').hidden = !open;
	$('messages-button').setAttribute('aria-expanded', String(open));
}

const placeOf = (m) => m.line ? `${m.file}:${m.line}${m.col ? `:${m.col}` : ''}` : m.file || '';

/* The line with the character that is meant. */
function excerpt(m) {
	const characters = [...m.source], at = m.before;
	const pre = make('pre', { dir: 'auto' });
	if (!m.col || at >= characters.length) {
		pre.append(m.source);
		return pre;
	}
	const joined = /[\p{L}\p{M}\p{N}_-]/u;
	let end = at + 1;
	while (end < characters.length && joined.test(characters[at]) && joined.test(characters[end]))
		end++;
	pre.append(characters.slice(0, at).join(''), make('mark', {}, characters.slice(at, end).join('')),
		characters.slice(end).join(''));
	return pre;
}

function messageItem(m) {
	const li = make('li', { class: m.level });
	li.append(make('span', { class: 'level' }, say()[m.level]), ' ');
	if (m.file) {
		const at = make('button', { class: 'at', type: 'button', dir: 'ltr' }, placeOf(m));
		at.addEventListener('click', () => copy(placeOf(m)));
		li.append(at);
	}
	li.append(make('div', { dir: 'auto' }, m.text, ' ', make('bdi', { class: 'code' }, `[${m.code}]`)));
	if (m.source)
		li.append(excerpt(m));
	if (m.help)
		li.append(make('div', { class: 'help', dir: 'auto' }, `${say().help}: ${m.help}`));
	return li;
}

let shownMessages = '';

function showMessages() {
	const now = language + JSON.stringify(state.messages);
	if (now === shownMessages)
		return;
	shownMessages = now;
	$('messages').replaceChildren(...state.messages.map(messageItem));
}

function info(text) {
	$('info').replaceChildren(make('bdi', { dir: 'ltr' }, text));
}

async function copy(text) {
	try {
		await navigator.clipboard.writeText(text);
		info(`${text}  (${say().copied})`);
	} catch {
		info(text);
	}
}

/* ---- beginning ----------------------------------------------------------- */

function speak() {
	document.documentElement.lang = language;
	document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
	const w = say();
	for (const id of ['fit', 'language'])
		$(id).textContent = w[id];
	for (const [id, word] of [['smaller', w.smaller], ['larger', w.larger], ['legend-button', w.legend]])
		$(id).title = word;
	$('state').textContent = w.wait;
	$('info').textContent = w.hint;
	speakTools();
	place();
	tell();
}

function choose(word) {
	language = word;
	chosen = true;
	speak();
}

$('smaller').addEventListener('click', () => setZoom(Math.max(0.2, scale() / 1.2)));
$('larger').addEventListener('click', () => setZoom(Math.min(8, scale() * 1.2)));
$('fit').addEventListener('click', () => setZoom(0));
$('language').addEventListener('click', () => {
	choose(language === 'ar' ? 'en' : 'ar');
	keep('language', language);
	askLanguage();
});
$('messages-button').addEventListener('click', () => openMessages($('messages').hidden, true));
addEventListener('resize', () => {
	if (!zoom)
		setZoom(0);
});
addEventListener('scroll', look, { passive: true });
addEventListener('DOMContentLoaded', () => {
	speak();
	listen();
});
