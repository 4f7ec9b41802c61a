// What pdf.js makes of PDFs: the text it gives to copy, and what its own find bar finds.
// usage: node pdfjs.mjs FOLDER <TASKS    FOLDER has node_modules/pdfjs-dist
// TASKS and the answer are lists in JSON: {"pdf": FILE, "find": [STRING]} becomes {"text": STRING, "found": [BOOL]}.
import { createRequire } from 'module';
import { readFileSync } from 'fs';
import path from 'path';

const require = createRequire(path.resolve(process.argv[2], 'x.js'));
process.getBuiltinModule ??= require; // Node 18 has it not
const root = path.dirname(require.resolve('pdfjs-dist/package.json'));
console.log = () => {}; // pdf.js warns there that it has no canvas to paint on
const pdfjs = await import(path.join(root, 'legacy/build/pdf.mjs'));
globalThis.pdfjsLib = pdfjs;
// All that the file with the find bar asks of a browser when it is read.
const element = { style: {}, prepend() {}, append() {}, setAttribute() {} };
globalThis.document = { documentElement: element, createElement: () => element };
globalThis.window = { requestAnimationFrame: setImmediate };
globalThis.navigator ??= { language: 'ar' }; // Node 18, 20
const { EventBus, PDFFindController } = await import(path.join(root, 'legacy/web/pdf_viewer.mjs'));

async function textOf(doc) {
  let text = '';
  for (let i = 1; i <= doc.numPages; i++) {
    const { items } = await (await doc.getPage(i)).getTextContent();
    text += items.map(t => (t.str ?? '') + (t.hasEOL ? '\n' : '')).join('') + '\n';
  }
  return text;
}

// The find controller of the viewer, with nobody to show its matches to.
async function finderOf(doc) {
  const eventBus = new EventBus();
  const finder = new PDFFindController({ eventBus, linkService: { pagesCount: doc.numPages, page: 1 } });
  finder.setDocument(doc);
  eventBus.dispatch('find', { source: null, type: '', query: 'ا', caseSensitive: false, entireWord: false, matchDiacritics: false });
  while (finder._extractTextPromises.length < doc.numPages) await new Promise(r => setTimeout(r, 10));
  await Promise.all(finder._extractTextPromises);
  return query => finder._pageContents.some((content, i) => finder.match(query.normalize('NFD'), content, i)?.length > 0);
}

const answers = [];
for (const task of JSON.parse(readFileSync(0, 'utf8'))) {
  const data = new Uint8Array(readFileSync(task.pdf));
  const doc = await pdfjs.getDocument({ data, verbosity: 0 }).promise;
  const answer = { text: await textOf(doc), found: [] };
  if (task.find.length) answer.found = task.find.map(await finderOf(doc));
  answers.push(answer);
  await doc.destroy();
}
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
