'use strict';
/*
 * What is drawn over the pages, and what a click on them tells.  All of it
 * comes from the facts of a page, in its own lengths (1/1024 pt).
 */

const SVG = 'http://www.w3.org/2000/svg';
const PT = 1024;
const PALE = 0.16;

function shape(name, attributes, text) {
	const e = document.createElementNS(SVG, name);
	for (const [key, value] of Object.entries(attributes))
		e.setAttribute(key, value);
	if (text !== undefined)
		e.textContent = text;
	return e;
}

/* A layer that is being drawn: `add` keeps what is made. */
class Layer {
	constructor(colour) {
		this.group = shape('g', { fill: 'none', stroke: colour, 'stroke-width': PT / 2 });
		this.colour = colour;
	}

	rect([x, y, w, h], more = {}) {
		this.group.append(shape('rect', { x, y, width: Math.max(w, 0), height: Math.max(h, 0), ...more }));
	}

	fill(box, colour = this.colour, opacity = PALE) {
		this.rect(box, { fill: colour, 'fill-opacity': opacity, stroke: 'none' });
	}

	line(x1, y1, x2, y2, more = {}) {
		this.group.append(shape('line', { x1, y1, x2, y2, ...more }));
	}

	text(x, y, what, more = {}) {
		this.group.append(shape('text', { x, y, fill: this.colour, stroke: '#fff', 'stroke-width': PT * 1.6,
			'paint-order': 'stroke', 'stroke-linejoin': 'round', 'font-size': PT * 6.5, 'font-weight': 600,
			'font-family': 'system-ui, sans-serif', 'text-anchor': 'middle', direction: 'ltr', ...more }, what));
	}
}

/* Where a line's ink may be: a row of its leading. */
const rowOf = (l) => [l.i[0], l.p[1] - l.p[3] * 0.72, l.i[1], l.p[3]];
const has = (l, fault) => (l.e || '').split(' ').includes(fault);
const points = (d) => (d / PT).toFixed(1).replace(/\.0$/, '');
/* The number of a line stands outside of it, at its start. */
const beside = (l) => [l.p[0] + l.p[2] + 9 * PT, l.p[1] - PT];

/* Lines of one paragraph that stand together in a column. */
function pieces(facts) {
	const all = [];
	for (const l of facts.lines) {
		const last = all.at(-1);
		if (last && last.b === l.b && last.k === l.k && last.lines.at(-1).n[0] === l.n[0] - 1)
			last.lines.push(l);
		else
			all.push({ b: l.b, k: l.k, t: l.t, lines: [l] });
	}
	for (const p of all) {
		const first = p.lines[0], end = p.lines.at(-1);
		const top = first.p[1] - first.p[3] * 0.72;
		/* What is put somewhere, as folios are, is as wide as its text: its measure may be wider than the page. */
		const left = Math.min(...p.lines.map((l) => l.i[0])), right = Math.max(...p.lines.map((l) => l.i[0] + l.i[1]));
		const within = first.p[0] >= facts.text[0] && first.p[0] + first.p[2] <= facts.text[0] + facts.text[2];
		const [x, width] = p.t || !within ? [left, right - left] : [first.p[0], first.p[2]];
		p.box = [x, top, width, end.p[1] + end.p[3] * 0.28 - top];
	}
	return all;
}

/* The last line alone at a column's head, or the first alone at its foot. */
function isLonely(piece) {
	const [i, n] = piece.lines[0].n;
	return piece.lines.length === 1 && n > 1 && !piece.t && piece.k >= 0 && (i === 0 || i === n - 1);
}

/* Green is good, yellow is 50, red is 100 and worse: as TeX counts badness. */
const heat = (r) => `hsl(${Math.round(120 * (1 - Math.min(r, 100) / 100))} 85% 42%)`;

const LAYERS = [
	{ id: 'grid', key: 'g', colour: '#1a73e8', en: 'Grid', ar: 'الشبكة',
		enHelp: 'Baseline grid', arHelp: 'شبكة أسطر الارتكاز',
		draw(v, f) {
			const [x, y, w, h] = f.text;
			for (let row = f.grid[0]; f.grid[1] > 0 && row <= y + h; row += f.grid[1])
				v.line(x, row, x + w, row, { 'stroke-width': PT / 4 });
		} },
	{ id: 'columns', key: 'c', colour: '#7b1fa2', en: 'Columns', ar: 'الأعمدة',
		enHelp: 'Columns and the gaps between them', arHelp: 'الأعمدة وما بينها',
		draw(v, f) {
			for (const [x, w] of f.columns)
				v.fill([x, f.text[1], w, f.text[3]], v.colour, 0.08);
		} },
	{ id: 'frames', key: 'f', colour: '#c2185b', en: 'Margins', ar: 'الهوامش',
		enHelp: 'Text area and margins, in millimetres', arHelp: 'مساحة النص والهوامش بالمليمتر',
		draw(v, f) {
			const [x, y, w, h] = f.text, [tx, ty, tw, th] = f.trim;
			const mm = (d) => `${(d / PT / 72 * 25.4).toFixed(1)} mm`;
			v.rect(f.text);
			v.text(x + w / 2, (ty + y) / 2, mm(y - ty));
			v.text(x + w / 2, (y + h + ty + th) / 2 + 3 * PT, mm(ty + th - y - h));
			v.text((tx + x) / 2, y + h / 2, mm(x - tx));
			v.text((x + w + tx + tw) / 2, y + h / 2, mm(tx + tw - x - w));
		} },
	{ id: 'trim', key: 't', colour: '#d32f2f', en: 'Trim', ar: 'القص',
		enHelp: 'Trim (solid) and bleed (dashed)', arHelp: 'حد القص (متصل) والنزف (متقطع)',
		draw(v, f) {
			const [x, y, w, h] = f.trim, b = f.bleed;
			v.rect(f.trim);
			if (b)
				v.rect([x - b, y - b, w + 2 * b, h + 2 * b], { 'stroke-dasharray': `${4 * PT} ${3 * PT}` });
		} },
	{ id: 'boxes', key: 'b', colour: '#00796b', en: 'Boxes', ar: 'الصناديق',
		enHelp: 'A box a paragraph or picture; style and size under the pointer', arHelp: 'صندوق لكل فقرة أو صورة، وهيئته ومقاسه تحت المؤشر',
		draw(v, f) {
			for (const p of pieces(f))
				v.rect(p.box, { 'stroke-dasharray': p.t ? `${2 * PT} ${2 * PT}` : 'none' });
			for (const p of f.pictures) {
				v.rect(p.p);
				v.line(p.p[0], p.p[1], p.p[0] + p.p[2], p.p[1] + p.p[3], { 'stroke-width': PT / 4 });
			}
		} },
	{ id: 'heat', key: 'h', colour: '#388e3c', en: 'Badness', ar: 'الرداءة',
		enHelp: 'Badness of justified lines: 0 is perfect, 100 is at the bound', arHelp: 'رداءة كل سطر مضبوط: ٠ تام، و١٠٠ عند الحد',
		draw(v, f) {
			for (const l of f.lines.filter((m) => m.r !== undefined)) {
				v.fill(rowOf(l), heat(l.r), 0.22);
				v.text(...beside(l), l.r, { fill: heat(l.r) });
			}
		} },
	{ id: 'kashida', key: 'k', colour: '#e65100', en: 'Kashidas', ar: 'الكشائد',
		enHelp: 'Kashidas: class (0 best, 6 last) and length in points', arHelp: 'الكشائد: رتبتها (٠ أفضلها) وطولها بالنقطة',
		draw(v, f) {
			for (const [x, y, w, rank] of f.lines.flatMap((l) => l.K || [])) {
				v.fill([x, y - 5 * PT, w, 7 * PT], v.colour, 0.35);
				v.text(x + w / 2, y + 6 * PT, `${rank}·${points(w)}`, { 'font-size': PT * 4.5 });
			}
		} },
	{ id: 'bidi', key: 'd', colour: '#1565c0', en: 'Directions', ar: 'الاتجاهات',
		enHelp: 'Bidi levels: odd ones run from right to left', arHelp: 'مستويات الاتجاه: الفردية من اليمين إلى اليسار',
		draw(v, f) {
			const colours = ['#2e7d32', '#1565c0', '#ef6c00', '#6a1b9a'];
			for (const l of f.lines)
				for (const [x, w, level] of l.B || []) {
					v.fill([x, l.p[1] - l.p[3] * 0.6, w, l.p[3] * 0.8], colours[Math.min(level, 3)], 0.18);
					if (level !== 1)
						v.text(x + w / 2, l.p[1] - l.p[3] * 0.62, level, { fill: colours[Math.min(level, 3)], 'font-size': PT * 5 });
				}
		} },
	{ id: 'spaces', key: 'l', colour: '#f57c00', en: 'Loose, tight', ar: 'الفضفاض والضيق',
		enHelp: 'Loose (orange), tight (violet) and much drawn-out (yellow) lines; spaces by the natural one', arHelp: 'الأسطر الفضفاضة (برتقالي) والضيقة (بنفسجي) والمطولة كثيرا (أصفر)، والمسافة إلى أصلها',
		draw(v, f) {
			for (const l of f.lines) {
				const loose = has(l, 'loose'), tight = has(l, 'tight');
				if (!loose && !tight && !has(l, 'emergency'))
					continue;
				const colour = tight ? '#7b1fa2' : loose ? '#f57c00' : '#fbc02d';
				v.fill(rowOf(l), colour, 0.3);
				v.text(...beside(l), l.q ? `×${(l.q / 1000).toFixed(2)}` : '1', { fill: colour });
			}
		} },
	{ id: 'widows', key: 'w', colour: '#ad1457', en: 'Widows', ar: 'الأسطر اليتيمة',
		enHelp: 'One line of a paragraph alone at the head or foot of a column', arHelp: 'سطر وحيد من فقرة في رأس عمود أو ذيله',
		draw(v, f) {
			for (const p of pieces(f).filter(isLonely))
				v.rect(p.box, { 'stroke-width': 2 * PT, fill: v.colour, 'fill-opacity': PALE });
		} },
	{ id: 'overset', key: 'o', colour: '#b71c1c', en: 'Overset', ar: 'الفائض',
		enHelp: 'Lines that stick out, touch, or are more than their style allows', arHelp: 'أسطر تخرج عن عرضها أو تتلامس أو تزيد على ما تسمح به هيئتها',
		draw(v, f) {
			for (const l of f.lines)
				if (['overfull', 'touching', 'too-many'].some((e) => has(l, e)))
					v.rect(rowOf(l), { 'stroke-width': 1.5 * PT, fill: v.colour, 'fill-opacity': PALE });
		} },
	{ id: 'messages', key: 'm', colour: '#b3261e', en: 'Faults in text', ar: 'مواضع الأخطاء',
		enHelp: 'Text that messages are about: missing glyphs (solid) and others', arHelp: 'النص الذي تذكره الرسائل: الأشكال الناقصة (مصمت) وغيرها',
		draw(v, f) {
			for (const m of state.messages.filter((n) => n.line && n.level !== 'note')) {
				const l = lineOf(f, m);
				if (l)
					v.rect(rowOf(l), { 'stroke-width': 1.5 * PT, fill: v.colour,
						'fill-opacity': m.code === 'shape.missing-glyph' ? 0.4 : 0.08 });
			}
		} },
	{ id: 'dpi', key: 'i', colour: '#5d4037', en: 'Pixels', ar: 'دقة الصور',
		enHelp: 'Pixels an inch of pictures; red when under the layout’s least', arHelp: 'دقة الصور بالبكسل في البوصة، وبالأحمر ما دون أقل ما يقبله التصميم',
		draw(v, f) {
			for (const p of f.pictures.filter((q) => q.dpi)) {
				const colour = p.dpi < f.minDpi ? '#d50000' : v.colour;
				v.rect(p.p, { stroke: colour, 'stroke-width': PT });
				v.text(p.p[0] + p.p[2] / 2, p.p[1] + p.p[3] / 2, `${p.dpi} dpi`, { fill: colour, 'font-size': PT * 11 });
			}
		} },
];

const shown = new Set(kept('layers', '').split(' ').filter(Boolean));

/* ---- drawing -------------------------------------------------------------- */

/* The set line that a place of an item is in: the last that begins before it. */
function lineOf(facts, m) {
	let found = null;
	for (const l of facts.lines)
		if (!l.t && l.f === m.file && l.l && (l.l < m.line || (l.l === m.line && l.c <= m.col)) &&
		    (!found || l.l > found.l || (l.l === found.l && l.c >= found.c)))
			found = l;
	return found && m.line - found.l < 3 ? found : null;
}

function drawOver(page) {
	const f = page.facts, old = page.box.querySelector('svg.over');
	if (!f || !shown.size) {
		if (old)
			old.remove();
		return;
	}
	const over = shape('svg', { class: 'over', viewBox: `0 0 ${page.width} ${page.height}`, 'aria-hidden': 'true' });
	for (const layer of LAYERS.filter((l) => shown.has(l.id))) {
		const v = new Layer(layer.colour);
		v.group.setAttribute('data-layer', layer.id);
		layer.draw(v, f);
		over.append(v.group);
	}
	if (old)
		old.replaceWith(over);
	else
		page.box.append(over);
}

function toggle(id) {
	if (!shown.delete(id))
		shown.add(id);
	keep('layers', [...shown].join(' '));
	speakTools();
	pages.forEach(drawOver);
}

function speakTools() {
	$('tools').replaceChildren(...LAYERS.map((l) => {
		const b = make('button', { type: 'button', 'aria-pressed': String(shown.has(l.id)), title: l[`${language}Help`] },
			l[language], ' ', make('kbd', {}, l.key));
		b.addEventListener('click', () => toggle(l.id));
		return b;
	}));
	const list = make('dl');
	for (const l of LAYERS) {
		const swatch = shape('svg', { class: 'swatch', viewBox: '0 0 22 12' });
		swatch.append(shape('rect', { width: 22, height: 12, rx: 2, fill: l.colour }));
		list.append(make('dt', {}, swatch, make('kbd', {}, l.key)), make('dd', {}, l[`${language}Help`]));
	}
	for (const [key, en, ar] of [['+ −', 'Zoom', 'التكبير والتصغير'], ['0', 'As wide as the window', 'ملء عرض النافذة'],
		['n', 'Next fault', 'موضع الخطأ التالي'], ['e', 'Messages', 'الرسائل'], ['x', 'All of them off', 'إخفاء الكل'],
		['?', 'This list', 'هذه القائمة']])
		list.append(make('dt', {}, make('span'), make('kbd', {}, key)), make('dd', {}, language === 'ar' ? ar : en));
	$('legend').replaceChildren(make('h2', {}, say().legend), list);
}

/* ---- the pointer ----------------------------------------------------------- */

function pageAt(event) {
	const box = event.target.closest('.page');
	const page = box && pages[box.dataset.page - 1];
	if (!page || !page.facts)
		return null;
	const r = box.getBoundingClientRect();
	return { page, x: (event.clientX - r.left) / r.width * page.width, y: (event.clientY - r.top) / r.height * page.height };
}

const isIn = ([x, y, w, h], at) => at.x >= x && at.x <= x + w && at.y >= y && at.y <= y + h;

/* The smallest thing there: a line, or a picture. */
function thingAt(at) {
	const f = at.page.facts;
	return f.lines.find((l) => isIn(rowOf(l), at)) || f.pictures.find((p) => isIn(p.p, at))
		|| f.lines.find((l) => !l.t && isIn([l.p[0], rowOf(l)[1], l.p[2], l.p[3]], at));
}

function describe(thing, page) {
	if (thing.dpi !== undefined)
		return `${thing.file}\n${points(thing.p[2])} × ${points(thing.p[3])} pt, ${thing.dpi} dpi`;
	const piece = pieces(page.facts).find((p) => p.lines.includes(thing));
	const words = [`${thing.s}  ${points(thing.z)}/${points(thing.p[3])} pt`,
		`${points(piece.box[2])} × ${points(piece.box[3])} pt`];
	if (thing.q)
		words.push(`${say().badness} ${number(thing.r)}${language === 'ar' ? '،' : ','} ${say().space} ×${number(thing.q / 1000, { maximumFractionDigits: 2 })}`);
	return words.join('\n');
}

$('pages').addEventListener('pointermove', (event) => {
	const at = shown.has('boxes') ? pageAt(event) : null, thing = at && thingAt(at), tip = $('tip');
	tip.hidden = !thing;
	if (!thing)
		return;
	tip.textContent = describe(thing, at.page);
	tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
	tip.style.top = `${event.clientY + 18}px`;
});
$('pages').addEventListener('pointerleave', () => { $('tip').hidden = true; });

$('pages').addEventListener('click', (event) => {
	const at = pageAt(event), thing = at && thingAt(at);
	if (event.altKey)
		why(thing, at);
	else if (thing && thing.f)
		copy(thing.l ? `${thing.f}:${thing.l}:${thing.c}` : thing.f);
});

/* ---- why it looks as it does ------------------------------------------------ */

const placeOfKey = (k) => `${k.file}:${k.line}:${k.col}`;

function keyRows(keys, own) {
	return keys.flatMap((k) => [
		make('tr', {}, make('td', {}, k.key), make('td', {}, make('bdi', {}, k.value)), placeCell(k),
			make('td', {}, k.style && k.style !== own ? `← ${k.style}` : '')),
		...k.over.map((o) => make('tr', { class: 'was' }, make('td'), make('td', { class: 'under' }, make('bdi', {}, o.value)),
			placeCell(o), make('td', {}, o.style && o.style !== own ? `← ${o.style}` : ''))),
	]);
}

function placeCell(k) {
	const b = make('button', { type: 'button' }, placeOfKey(k));
	b.addEventListener('click', () => copy(placeOfKey(k)));
	return make('td', { class: 'at', dir: 'ltr' }, b);
}

async function why(thing, at) {
	if (!at)
		return;
	const got = await fetch('styles');
	if (!got.ok)
		return;
	const trace = await got.json();
	const style = thing && thing.s && trace.styles[thing.s];
	const title = style ? [thing.s, ...style.parents].join(' ← ') : 'page';
	const close = make('button', { type: 'button' }, '×');
	close.addEventListener('click', () => { $('why').hidden = true; });
	const table = make('table', {}, make('tbody', {}, ...keyRows(style ? style.keys : trace.page, thing && thing.s)));
	$('why').replaceChildren(make('h2', {}, close, ' ', make('bdi', {}, title)), table);
	$('why').hidden = false;
	$('legend').hidden = true;
}

/* ---- keys -------------------------------------------------------------------- */

/* The next line with a fault, in the middle of the window. */
function goToFault() {
	const faults = pages.flatMap((p) => (p.facts ? p.facts.lines : []).filter((l) => l.e && l.e !== 'emergency')
		.map((l) => p.box.offsetTop + l.p[1] / p.height * p.box.offsetHeight));
	const middle = document.scrollingElement.scrollTop + innerHeight / 2;
	const next = faults.find((y) => y > middle + 2) ?? faults[0];
	if (next !== undefined)
		document.scrollingElement.scrollTop = next - innerHeight / 2;
}

const KEYS = {
	'+': () => $('larger').click(), '=': () => $('larger').click(), '-': () => $('smaller').click(),
	0: () => $('fit').click(), e: () => $('messages-button').click(), '?': () => $('legend-button').click(),
	n: goToFault,
	x: () => {
		shown.clear();
		keep('layers', '');
		speakTools();
		pages.forEach(drawOver);
	},
	Escape: () => {
		$('legend').hidden = true;
		$('why').hidden = true;
	},
};

/* By the place of the key too, so that an Arabic keyboard has them. */
addEventListener('keydown', (event) => {
	if (event.ctrlKey || event.metaKey || event.altKey)
		return;
	const letter = event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : event.key;
	const layer = LAYERS.find((l) => l.key === letter || l.key === event.key);
	if (layer)
		toggle(layer.id);
	else if (KEYS[letter] || KEYS[event.key])
		(KEYS[letter] || KEYS[event.key])();
});
$('legend-button').addEventListener('click', () => { $('legend').hidden = !$('legend').hidden; });
