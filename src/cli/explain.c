/* What a message means, and what a key of a layout does. */
#include "cli-int.h"
#include "item/issue.h"
#include "layout/layout.h"

#include <stdio.h>
#include <string.h>

/* In the order of the alphabet; tests/codes.py sees that none is missing. */
static const struct explanation codes[] = {
	{ "batch.changed", "An item, the layout, a font or the program is not what it was when the plan was made: make the plan again." },
	{ "batch.deps", "A name holds what make cannot be told, so its rule is left out of what --deps writes." },
	{ "batch.died", "An output could not be made, alone and tried twice: its worker crashed, took too long or too much memory." },
	{ "batch.differs", "A file that was made is missing, or has been changed since by somebody else; running the plan makes it again." },
	{ "batch.folder", "A folder is not there, or cannot be made, read or written to." },
	{ "batch.incomplete", "A shard, or the run itself, was stopped or killed, so that its manifest would lack outputs: run it to its end." },
	{ "batch.link", "A link in the archive leads to a folder: what is in that is left out. Links to items are taken as items." },
	{ "batch.locked", "Another run works in the same folder of outputs." },
	{ "batch.no-items", "The archive's folder holds no file whose name ends in .md." },
	{ "batch.no-journal", "No run has left its journal in the folder, so there is nothing to make a manifest of." },
	{ "batch.plan", "What was given as a plan is none, is cut off, or names a place outside of the folder of outputs." },
	{ "batch.process", "The system cannot make a process or open a pipe for the workers of a run; what is done stays, and --resume goes on." },
	{ "batch.same-id", "Two items of the archive have one id, and are perhaps one item twice: each is made, to a file of its own." },
	{ "batch.too-many", "A volume would have more items than one can have: plan by a shorter time, such as --by month instead of --by year." },
	{ "batch.undated", "The item has no date, or cannot be read: batch puts it into a volume of its own, called undated." },
	{ "batch.unfinished", "A run in this folder was cut off; --resume clears what it has left and goes on." },
	{ "diff.environment", "The system cannot make one more process, or has no memory to share between them; try again." },
	{ "file.denied", "A file exists but may not be read by who runs nashra." },
	{ "file.missing", "A file that is named, on the command line or in an item or layout, is not there." },
	{ "file.name", "A file that a pattern means, or an item or folder of an archive, has a name that is not UTF-8, as on disks of old systems; it would be left out." },
	{ "file.not-regular", "What is named is a folder, a pipe or a device, and only files are read." },
	{ "file.outside", "An item or layout names a file outside of its own folder, with .., a leading / or a link." },
	{ "file.read", "Reading a file failed; the reason is the system's." },
	{ "file.too-big", "A file is larger than nashra reads: 16 MiB for items, 4 for layouts, 64 for pictures and fonts, 256 for PDFs." },
	{ "fit.leading", "To have the pages it wants, the issue is set with another leading, within fit.freedoms.leading." },
	{ "fit.left-out", "To have the pages it wants, the issue leaves out what fit.freedoms.optional allows." },
	{ "fit.pictures", "To have the pages it wants, pictures are trimmed in depth, within fit.freedoms.pictures." },
	{ "fit.short", "The issue does not fill the pages it wants, with all that may give way." },
	{ "fit.too-long", "The issue has more pages than it may, with all that may give way; the help says what to cut." },
	{ "font.damaged", "A font is not the one that fonts.lock describes, or is none at all." },
	{ "font.lock", "fonts.lock, the list of the program's fonts, cannot be read." },
	{ "font.no-weight", "A family has no face near the weight that is asked for; the nearest is taken, bold is never faked." },
	{ "font.unknown", "A layout names a family that is neither in fonts/ of the program nor beside the layout." },
	{ "image.damaged", "A picture ends too early or is no picture inside." },
	{ "image.kind", "A picture is neither PNG, JPEG, SVG nor a page of PDF, whatever its name says." },
	{ "image.pdf", "A PDF that is to be a drawing has more than one page, or more than areas and strokes of one colour each: texts, pictures, gradients, spot colours, something that shines through; or it is locked or damaged." },
	{ "image.svg", "An SVG has more than areas and strokes of a colour or a gradient each: texts, patterns, pictures, references; or it is damaged." },
	{ "image.too-big", "A picture has more than 64 million pixels or 16,384 on a side." },
	{ "import.cut", "The file ends in the middle, as a download does that broke off; what stands before was taken. Export it again." },
	{ "import.dtd", "A document type can name other files and make text grow without end; no export or feed needs one." },
	{ "import.empty", "The feed is read, and no release stands in it." },
	{ "import.encoding", "The text is neither UTF-8, nor UTF-16, nor Arabic in windows-1256: save it as UTF-8. A few bytes that are none became U+FFFD, which cannot be set: write there what should stand there." },
	{ "import.exists", "An item of that name is there with another text, perhaps corrected by hand; it is never written over. Move it, or import into another folder." },
	{ "import.folder", "The folder for the items cannot be made." },
	{ "import.json", "The file is no JSON, or a ninjs document that nashra wrote and somebody changed, so that its properties and the item in it differ." },
	{ "import.kind", "A file is of no kind that is read, whatever its name says." },
	{ "import.name", "The name of a file ends as those of another kind do; it was read as what it is." },
	{ "import.no-body", "Nothing of the file can be the body of a release." },
	{ "import.no-headline", "No line can be the headline, and none is invented." },
	{ "import.option", "What was said with --id or --date cannot be an id or a date, or --id was said for more than one file." },
	{ "import.readback", "The item, read back, is not what was meant; it was not written. Please send the file to who makes nashra." },
	{ "import.stopped", "Three items after each other could not be written, as on a full disk, so nothing more was read. What was written is whole: run it again when there is room, and the rest follows." },
	{ "import.too-big", "A field of one release is longer than any release is; it was left out, and the rest was read." },
	{ "import.twice", "Two sources of one run would become an item of the same name; the first was taken." },
	{ "import.words", "words/import.yaml, the lists of words that parts are known by, lacks a list, or has one that is not known." },
	{ "import.xml", "The XML is not well-formed at that place. The release it is in was not taken, for its text is not sure; the others were." },
	{ "impose.annotation", "Something that is drawn over the page and is no link (a note, a stamp, a form's field) is not in its content, and is not printed." },
	{ "impose.damaged", "The PDF is none, is cut off, or has faults that would have to be guessed away." },
	{ "impose.encrypted", "The PDF is protected; nashra does not take protection off." },
	{ "impose.limit", "Imposing the file took more time or memory than it may; it may be made to do harm." },
	{ "impose.paper", "Two pages beside each other, with their marks, are larger than the paper: --fit makes them smaller." },
	{ "impose.process", "The system cannot make one more process, in which files of others are read." },
	{ "impose.sizes", "Pages of a file are not equally large; smaller ones stand at the fold, in the middle of their height." },
	{ "issue.address", "The address of a page or for letters, or a number to call, cannot be right: nothing is reached by it." },
	{ "issue.bad-value", "A value of an issue's file is not one that its key may have." },
	{ "issue.corrects-nothing", "An item stands under corrections:, or is of type correction, and does not say with corrects: what it corrects." },
	{ "issue.corrects-unknown", "A correction names an item that is not in this issue, and does not say that it was in an earlier one." },
	{ "issue.date", "A date of the issue is no day of the calendar, or is missing where words speak of one." },
	{ "issue.empty", "An issue names no items, so there is nothing to print; or a section of it names none, and is left out." },
	{ "issue.later-item", "An item is of a later day than the issue that it stands in." },
	{ "issue.no-match", "A pattern such as news/*.md means no file at all." },
	{ "issue.same-headline", "Two items of an issue have the same headline; they may be one release." },
	{ "issue.same-id", "Two items of an issue have the same id, which is a place in the PDF." },
	{ "issue.too-many", "An issue names more than 500 items." },
	{ "issue.twice", "An item is named twice in an issue, perhaps by a pattern." },
	{ "issue.unknown-key", "An issue's file has a key that nashra does not know." },
	{ "issue.version", "The issue is written for another version of nashra." },
	{ "item.address", "The address of a link, of a page or for letters, or a number to call, cannot be right: nothing is reached by it." },
	{ "item.bad-value", "A value of the front matter is not one that its key may have." },
	{ "item.code", "The body has a block of code; a release has none." },
	{ "item.date", "A date is not written as 2026-11-23, or is no day of the Gregorian calendar." },
	{ "item.definition", "The body defines a link apart from its text; write it as [text](address)." },
	{ "item.emphasis", "Stars between digits are emphasis for Markdown, and 5*3*2 is printed as 532." },
	{ "item.heading-jump", "A subhead of level 3 stands before any of level 2; who hears the page read would miss one." },
	{ "item.heading-level", "The body has a heading of level 1 (that is the headline) or beyond 3." },
	{ "item.html", "The body has HTML, which is not set." },
	{ "item.image-inline", "A picture stands within a paragraph; it must stand alone." },
	{ "item.limit", "The item is longer or deeper than nashra takes; the message says which limit." },
	{ "item.list-number", "A list is written with numbers that do not follow each other; it counts on from its first." },
	{ "item.nesting", "Lists, quotations and headings are put into each other in a way that cannot be set." },
	{ "item.no-body", "The item ends behind its front matter." },
	{ "item.no-front-matter", "The file does not begin with a line ---, so it is no item." },
	{ "item.no-headline", "The front matter has no headline, and nothing is printed without one." },
	{ "item.note", "A note is missing, is not referred to, is there twice, or is more than a paragraph." },
	{ "item.rule", "The body has a line such as ***; what parts items is the layout's to draw." },
	{ "item.setext", "A line of === or --- under a paragraph makes it a heading for Markdown; write ## instead." },
	{ "item.table", "A table of the body has rows of different length, or more columns than can be set." },
	{ "item.unknown-key", "The front matter has a key that nashra does not know; what it is to keep goes under ext:." },
	{ "item.version", "The item is written for another version of nashra." },
	{ "layout.bad-value", "A value of a layout is not one that its key may have; the message says what it wants." },
	{ "layout.extends", "Layouts extend each other in a circle, or too many times." },
	{ "layout.facing", "Items are to face each other, and the columns of the page have no halves, or its front page has zones; they stand one after the other." },
	{ "layout.missing", "A layout lacks what it cannot do without." },
	{ "layout.no-columns", "A layout does not say how many columns a page has." },
	{ "layout.numbered-order", "The fitter may change the order of items whose numbers are printed." },
	{ "layout.page-too-small", "Margins, columns and masthead leave no room for text." },
	{ "layout.parent-cycle", "A style is, through its parents, its own parent." },
	{ "layout.range", "A number or length of a layout is too small or too large." },
	{ "layout.sizes", "Of several sizes of a style each is tried when those before it do not fit: so the largest stands first, and without max-lines or least-measure only that is taken." },
	{ "layout.unknown-colour", "A colour is used that the layout does not define under colours:." },
	{ "layout.unknown-field", "A text of a layout names a {field} that does not exist." },
	{ "layout.unknown-font", "A font is used that the layout does not define under fonts:." },
	{ "layout.unknown-key", "A layout has a key that nashra does not know." },
	{ "layout.unknown-style", "A style is used that the layout does not define under styles:." },
	{ "layout.unused-string", "A text stands under strings: that no text of the layout names." },
	{ "layout.version", "The file does not begin as a layout of this version does." },
	{ "line.kashida-emergency", "A line could be filled only with more or longer kashidas than its style likes." },
	{ "line.loose", "The spaces of a justified line are more than one and a half times as wide as usual." },
	{ "line.off-page", "A line runs over the edge of the page: a word is longer than the page has room for, and what would stand beside the paper cannot be read." },
	{ "line.overfull", "A line is longer than its measure: a word or what is bound together does not fit." },
	{ "line.parted", "A word that is longer than its measure goes on in the next line, without a sign: a blank is missing, or it is a row of signs." },
	{ "line.tight", "The spaces of a justified line are less than three quarters of the usual." },
	{ "line.touching", "The ink of a line touches that of the line above; its style wants more leading." },
	{ "log.open", "The journal of a run cannot be opened or made, or the file that is named is none." },
	{ "log.write", "The journal of a run cannot be written, most often because the disk is full." },
	{ "out.open", "The file cannot be made where it is to be." },
	{ "out.read", "The file that was just written cannot be read back." },
	{ "out.rename", "The finished file cannot be given its name." },
	{ "out.write", "Writing failed: the disk may be full. Nothing was left behind." },
	{ "page.box-parted", "A text is higher than a page in the box that the layout has for it; it goes on over columns and pages, and each part has its own frame." },
	{ "page.columns-fewer", "A short text that nothing stands under could not be made level in all its columns; it is level in some of them, and the others are empty." },
	{ "page.columns-uneven", "The columns of a text end more than a line apart: neither white (page.columns.stretch) nor a text a line longer or shorter nor a trimmed picture (figure.trim) could help. A note when the text is too short for its columns." },
	{ "page.figure-far", "A figure stands on a later page than the text it follows." },
	{ "page.front-full", "A zone of the front page has no room for a story that ought to begin in it; the story stands behind the front page." },
	{ "page.headline-too-long", "A text has more lines than its style allows, in the smallest of its sizes too." },
	{ "page.keep-broken", "A head stands without three lines under it (a subhead without two), or a figure without its caption, and it could not be helped." },
	{ "page.low-dpi", "A picture has fewer pixels an inch, as it is printed, than the layout wants (figure.min-dpi)." },
	{ "page.order-changed", "To have the pages it wants, items of a section changed places, as fit.freedoms.order allows." },
	{ "page.orphan", "Too few lines of a paragraph stand at the foot of a column, and it could not be helped." },
	{ "page.overset", "Something is higher than a page has room for." },
	{ "page.parts-collide", "A text of the masthead, a running head or foot, or the cover lies on other text: it is longer than the layout has room for." },
	{ "page.qr-small", "The modules of a QR code are under a third of a millimetre: phones may not read it." },
	{ "page.table-too-wide", "The columns of a table need more than the measure has, their longest words alone." },
	{ "page.too-many", "The bulletin has more than 5,000 pages." },
	{ "page.widow", "Too few lines of a paragraph stand at the top of a column, and it could not be helped." },
	{ "paint.image", "A picture cannot be decoded to its end." },
	{ "paint.png", "A page cannot be painted or written as a PNG; memory may be short." },
	{ "paint.too-big", "A page has more than 100 million pixels, or 32,767 on a side, at the --dpi that is asked for." },
	{ "pdf.converted", "A picture was in other colours than the PDF is: CMYK under screen, or under newsprint for other paper." },
	{ "pdf.font", "A font cannot be put into the PDF." },
	{ "pdf.image", "A picture cannot be decoded to its end." },
	{ "pdf.ink", "A colour is more ink than the paper of the profile takes: 300% in all when coated, 240% newsprint." },
	{ "pdf.rgb", "A colour of the layout is light (rgb:), and was converted to inks for a press." },
	{ "press.canceled", "The item says that it was canceled." },
	{ "press.corrects-nothing", "A correction does not say what it corrects, or names an item that was in an issue which it does not name." },
	{ "press.embargo", "The item may not be published yet." },
	{ "press.left-out", "Every item of a volume is withheld, canceled or under embargo, so there is nothing to bind." },
	{ "press.link", "A link names an item by its id, as in [text](#id), and no item of the bulletin has that id." },
	{ "press.many-pages", "The bulletin has several pages, and -o names one PNG or SVG; put {p}, the page's number, into the name." },
	{ "press.mixed", "An issue and other items are given together; an issue is a bulletin of its own." },
	{ "press.no-alt", "A picture has no text for those who cannot see it. The profile screen, PDF/UA, wants one." },
	{ "press.no-date", "PDF/X wants the date of a file; neither an item, an issue nor SOURCE_DATE_EPOCH has one." },
	{ "press.older-page", "Beside the pages that were written lie more, of a longer bulletin that had the same name." },
	{ "press.other-bytes", "The PDF is not what its items become today: they, the layout, the date or nashra have changed since." },
	{ "press.qr", "A part of the layout is a QR code of more than a code can hold, about 2,300 bytes." },
	{ "press.same-id", "Two items of a volume have one id. Both are printed; references by that id lead to the first." },
	{ "press.withheld", "The item says that it is withheld." },
	{ "preview.crashed", "The process that set the bulletin for serve or watch ended before its time; the pages are those of before, and the next save tries again." },
	{ "preview.overdue", "Setting the bulletin for serve or watch took longer than 20 s, and was given up." },
	{ "preview.port", "serve cannot have the port it was told; another program has it, or it is below 1024." },
	{ "preview.process", "serve or watch cannot start the process that sets the bulletin." },
	{ "preview.watch", "The system gives no means to watch files (inotify); its limit may be reached." },
	{ "proof.action", "The PDF does something by itself, or opens what is neither a web page nor a place in it." },
	{ "proof.alt", "A figure of the PDF has no text for those who cannot see it, or another than the item has." },
	{ "proof.box", "A page's TrimBox, BleedBox and MediaBox do not lie in each other, or are not those of the layout." },
	{ "proof.colour", "A page asks for colours that its output intent does not have: RGB in print, CMYK on a screen." },
	{ "proof.damaged", "The PDF cannot be read, or only by guessing what was meant." },
	{ "proof.destination", "The name of an item leads to no page, to another than it begins on, or is missing." },
	{ "proof.encrypted", "The PDF is encrypted; an archive could not read it." },
	{ "proof.external", "A part of the PDF lies in another file, which may be gone when it is opened." },
	{ "proof.font", "A font is not in the PDF, or what is there of it cannot draw what is shown." },
	{ "proof.ink", "More ink is printed at one place than the paper bears: 240 % on newsprint." },
	{ "proof.intent", "The PDF does not say which colours it is made for, or its ICC profile is broken." },
	{ "proof.label", "A page is called otherwise than by the number that is printed on it." },
	{ "proof.language", "The PDF does not say its language, or says another than the layout." },
	{ "proof.limit", "The PDF is larger inside, or deeper, than nashra reads: 512 MiB unpacked, 100,000 pages." },
	{ "proof.link", "A link is not among the elements of the PDF, or does not say where it leads." },
	{ "proof.metadata", "The title, author, subject or dates of the PDF differ between its two descriptions, or from the item." },
	{ "proof.no-unicode", "A character is shown that cannot be searched, copied or read aloud." },
	{ "proof.notdef", "The box that stands for a missing glyph is shown." },
	{ "proof.outline", "A bookmark leads to no page, to another than its item begins on, or is missing." },
	{ "proof.pages", "The PDF has more or fewer pages than were set." },
	{ "proof.process", "No process could be started to look at the PDF in." },
	{ "proof.source", "A file that the PDF says it was made of cannot be taken out of it." },
	{ "proof.structure", "The elements of the PDF (headlines, paragraphs, lists) are others than those of the items, or there are none." },
	{ "proof.tab-order", "A page of the PDF is not walked through in the order of its elements." },
	{ "proof.tags", "Content, elements and the parent tree of the PDF contradict each other." },
	{ "proof.text", "The PDF says another word than the item. It was read back before it was put in its place, and is not kept." },
	{ "proof.untagged", "Something is painted that is neither an element nor marked as ornament." },
	{ "proof.width", "The PDF says that a character is wider or narrower than its font does." },
	{ "proofread.bracket", "Brackets or guillemets do not pair within a paragraph." },
	{ "proofread.damaged", "A character was lost (U+FFFD), or letters were read in a wrong encoding, such as «Ø§Ù„» for «ال»." },
	{ "proofread.dates", "A Hijri date and the one beside it are more than two days apart in the calendar of Umm al-Qura: one of them is wrong." },
	{ "proofread.entity", "A character is written by its name or number, as in «&nbsp;», and would be printed so." },
	{ "proofread.latin-comma", "A Latin comma, semicolon or question mark stands behind Arabic." },
	{ "proofread.mixed-digits", "Digits of two kinds stand in one number, or in one text." },
	{ "proofread.presentation-form", "A character is a shape of letters and no letter: search will not find it." },
	{ "proofread.punctuation", "Two marks stand together that say different things, such as «؛.»." },
	{ "proofread.repeated-word", "A word stands twice in a row." },
	{ "proofread.space", "A space is missing, doubled or on the wrong side of a mark." },
	{ "proofread.tatweel", "A tatweel was typed by hand; nashra draws words out by itself." },
	{ "proofread.unfinished", "The text ends with a comma or with a word that more must follow: its end may have been lost." },
	{ "proofread.weekday", "The day of the week does not belong to the date beside it." },
	{ "shape.missing-glyph", "Neither the font nor its Latin companion has a character. No other font is taken in silence." },
	{ "shape.word-too-long", "A word has more characters than any word: a blank may be missing." },
	{ "specimen.style", "The layout has no style of that name; nashra fonts specimen -l LAYOUT shows all." },
	{ "story.bound", "A list of the words that were held together at the ends of lines, by the layout's binding:." },
	{ "story.date", "A date that an issue says in words is not the day of its date:, or is no date that can be read." },
	{ "story.left-out", "The layout prints the body of items but not their lead, and the item has one: its first paragraph is missing." },
	{ "story.no-counterpart", "In a layout where items of two languages face each other, this one has none of another language next to it in its section." },
	{ "story.placeholder", "A picture cannot be had; in a proof a grey box stands for it, and every other profile refuses the item." },
	{ "story.qr", "The QR code of a release would say more than a code can hold, about 2,300 bytes." },
	{ "story.weekday", "The day of the week that an issue says is not that of its date." },
	{ "text.binary", "What is named as a text is a picture, a PDF, or a document of an office program." },
	{ "text.control", "A text has a control character, which nobody sees and which can hide things." },
	{ "text.invalid-utf8", "The file is not UTF-8 throughout, or in another encoding altogether." },
	{ "text.noncharacter", "A text has a code point that is no character." },
	{ "text.nul", "A text has a NUL: the file was cut, or is no text." },
	{ "text.override", "A text has a character that turns the order of others round." },
	{ "text.tag", "A text has an invisible tag character." },
	{ "text.unpaired", "An embedding or isolate is opened and not closed, or closed and not opened." },
	{ "yaml.alias", "YAML's anchors and aliases are not used here." },
	{ "yaml.complex-key", "A key must be a plain word." },
	{ "yaml.depth", "Maps and lists are put into each other too deep." },
	{ "yaml.document", "The file has more than one YAML document." },
	{ "yaml.duplicate-key", "A key is said twice; which one is meant?" },
	{ "yaml.empty", "There is nothing in the file." },
	{ "yaml.root", "The file must be a map of keys and values." },
	{ "yaml.syntax", "The file is not YAML." },
	{ "yaml.tag", "YAML's tags are not used here." },
};

const struct explanation *
explanations(size_t *ret_n)
{
	*ret_n = G_N_ELEMENTS(codes);
	return codes;
}

/* ---- keys ------------------------------------------------------------- */

static void
print_fact(const char *name, const char *fact)
{
	if (fact && *fact)
		printf("  %s %s\n", name, fact);
}

/* Lines of a file, each set in. */
static void
print_example(const char *lines)
{
	g_auto(GStrv) v = g_strsplit(lines, "\n", -1);

	printf("  %s\n", lang_say("example:"));
	for (char **p = v; *p && **p; p++)
		printf("    %s\n", *p);
}

static void
explain_key(const struct layout_key *k)
{
	struct arena *a = arena_create();
	struct layout_detail d = layout_detail(a, k->path);
	g_autofree char *range = d.least ? g_strdup_printf(lang_say("from %s to %s"), d.least, d.most) : NULL;

	printf("layout.%s\n  %s\n", k->path, lang_say(k->help));
	print_fact(lang_say("wants:"), lang_say(k->wants));
	print_fact(lang_say("names:"), d.names);
	print_fact(lang_say("units:"), d.unit);
	print_fact(lang_say("range:"), range);
	print_fact(lang_say("default:"), k->def);
	if (d.example)
		print_example(d.example);
	arena_destroy(a);
}

/* «styles.body.leading» is the row styles.*.leading, and beneath styles.body. */
static bool
is_at_or_beneath(const char *path, const char *word)
{
	while (*path && *word) {
		if (*path == '*') {
			path++;
			word += strcspn(word, ".");
		} else if (*path++ != *word++) {
			return false;
		}
	}
	return !*word && (!*path || *path == '.');
}

/* The keys that a layout begins with, a line each. */
static bool
list_keys(void)
{
	size_t n;
	const struct layout_key *k = layout_keys(&n);

	for (size_t i = 0; i < n; i++)
		if (!strchr(k[i].path, '.'))
			printf("layout.%-16s %s\n", k[i].path, lang_say(k[i].help));
	return true;
}

/* The key `word` and all beneath it; true when there was one. */
static bool
explain_keys(const char *word)
{
	size_t n, count = 0;
	const struct layout_key *k = layout_keys(&n);

	word = g_str_has_prefix(word, "strings.") ? "strings" : word;
	for (size_t i = 0; i < n; i++) {
		if (!is_at_or_beneath(k[i].path, word))
			continue;
		if (count++ > 0)
			putchar('\n');
		explain_key(&k[i]);
	}
	return count > 0;
}

typedef const struct item_key *keys_getter(struct arena *a, size_t *ret_n);

/* A key of items or issues, and what stands beneath it; true when there was one. */
static bool
explain_item_keys(keys_getter *get, const char *word, const char *format)
{
	struct arena *a = arena_create();
	size_t n, count = 0;
	const struct item_key *k = get(a, &n);

	for (size_t i = 0; i < n; i++) {
		if (*word && !is_at_or_beneath(k[i].path, word))
			continue;
		printf("%s%s.%s\n  %s\n", count++ ? "\n" : "", format, k[i].path, k[i].help);
		print_fact(lang_say("wants:"), k[i].wants);
		if (k[i].example)
			printf("  %s\n    %s: %s\n", lang_say("example:"), strrchr(k[i].path, '.')
			    ? strrchr(k[i].path, '.') + 1 : k[i].path, k[i].example);
	}
	arena_destroy(a);
	return count > 0;
}

static bool
explain_code(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (strcmp(codes[i].code, word) == 0) {
			printf("%s\n  %s\n", word, lang_say(codes[i].text));
			return true;
		}
	return false;
}

/* What stands behind «layout.»; NULL when something else does. */
static const char *
behind(const char *word, const char *format)
{
	size_t n = strlen(format);

	if (strncmp(word, format, n) != 0)
		return NULL;
	return word[n] == '.' ? word + n + 1 : word[n] == '\0' ? word + n : NULL;
}

/* A word can be a code and a key: both are told. */
static bool
explain_word(const char *word)
{
	const char *item = behind(word, "item"), *issue = behind(word, "issue");
	const char *layout = behind(word, "layout");
	bool found = explain_code(word);

	found |= item && explain_item_keys(item_keys, item, "item");
	found |= issue && explain_item_keys(issue_keys, issue, "issue");
	if (layout)
		found |= *layout ? explain_keys(layout) : list_keys();
	return found || explain_keys(word);
}

static const char *
last_part(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot ? dot + 1 : path;
}

/* Keys whose own name that is, wherever they stand: «size» is that of pages and of styles. */
static char *
keys_called(const char *name)
{
	struct arena *a = arena_create();
	g_autoptr(GString) all = g_string_new(NULL);
	size_t n;
	const struct layout_key *k = layout_keys(&n);
	static const struct {
		keys_getter *get;
		const char *format;
	} others[] = { { item_keys, "item" }, { issue_keys, "issue" } };

	for (size_t i = 0; i < n; i++)
		if (strcmp(last_part(k[i].path), name) == 0)
			g_string_append_printf(all, "%slayout.%s", all->len ? ", " : "", k[i].path);
	for (size_t f = 0; f < G_N_ELEMENTS(others); f++) {
		const struct item_key *of = others[f].get(a, &n);

		for (size_t i = 0; i < n; i++)
			if (strcmp(last_part(of[i].path), name) == 0)
				g_string_append_printf(all, "%s%s.%s", all->len ? ", " : "", others[f].format, of[i].path);
	}
	arena_destroy(a);
	return all->len ? g_strdup(all->str) : NULL;
}

static int
explain_nothing(const char *word)
{
	const char *name = last_part(word), *ours = layout_word_of_others(name);
	g_autofree char *keys = keys_called(name);

	if (!keys && ours)
		keys = keys_called(ours);
	if (keys)
		return usage_error(NULL, "there is nothing to explain about '%s'; there is: %s", word, keys);
	const char *names[G_N_ELEMENTS(codes)];

	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		names[i] = codes[i].code;
	const char *near = nearest_word(word, names, G_N_ELEMENTS(codes));
	if (near)
		return usage_error(NULL, "there is nothing to explain about '%s'; did you mean '%s'?",
		    word, near);
	return usage_error(NULL, "there is nothing to explain about '%s'", word);
}

int
run_explain(const struct options *o, struct diags *dg)
{
	if (o->n_words == 0) {
		for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
			printf("%-24s %s\n", codes[i].code, lang_say(codes[i].text));
		printf("\n%s nashra explain layout.styles.body.leading\n", lang_say("Keys of layouts:"));
		return OUTCOME_DONE;
	}
	for (size_t i = 0; i < o->n_words; i++)
		if (!explain_word(o->words[i]))
			return explain_nothing(o->words[i]);
	return OUTCOME_DONE;
}
