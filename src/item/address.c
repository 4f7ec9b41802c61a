/*
 * Addresses: where links lead, and what contacts and sources name.  What is
 * no address is told and kept: the text around it is printed all the same.
 */
#include "item/item-int.h"

#include <string.h>

/* What is wrong with an address, and what to write instead of it. */
struct verdict {
	const char *why; /* NULL: nothing */
	const char *help;
	char *instead;   /* what was meant; NULL: help says what to do */
};

static const char whole_help[] = N_("write the whole address, as in https://example.org/news");

static struct verdict
wrong(const char *why, const char *help)
{
	return (struct verdict) { why, help, NULL };
}

/* ---- looking at it ---------------------------------------------------- */

static bool
has_prefix(const char *s, const char *prefix)
{
	return g_ascii_strncasecmp(s, prefix, strlen(prefix)) == 0;
}

/* Marks of direction and characters without width, as they come with what was copied. */
static bool
is_unseen(gunichar c)
{
	return (c < ' ' && c != NOTE_MARK) || c == 0x7F || c == 0xA0 || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
	    (c >= 0x2028 && c <= 0x202F) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

static bool
has_unseen(const char *s)
{
	for (; *s; s = text_next(s))
		if (is_unseen(g_utf8_get_char(s)))
			return true;
	return false;
}

/* Of a site's name: letters of any script, digits, «-» and «.». */
static size_t
site_length(const char *s)
{
	const char *from = s;

	for (; *s; s = text_next(s)) {
		gunichar c = g_utf8_get_char(s);

		if (c < 0x80 && !g_ascii_isalnum((char)c) && c != '-' && c != '.' && c != '_')
			break;
	}
	return (size_t)(s - from);
}

/* «example.org», and not «report.pdf». */
static bool
names_site(const char *s, size_t n)
{
	static const char *const kinds[] = { "pdf", "html", "htm", "php", "aspx", "doc", "docx", "xls",
		"xlsx", "ppt", "pptx", "jpg", "jpeg", "png", "svg", "md", "txt", "zip" };
	g_autofree char *site = g_ascii_strdown(s, (gssize)n);
	const char *end = strrchr(site, '.');

	if (!end || end == site || *site == '.' || strstr(site, "..") || strlen(end) < 3 ||
	    g_ascii_isdigit(end[1]))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds) && s[n] == '\0'; i++)
		if (strcmp(end + 1, kinds[i]) == 0)
			return false;
	return true;
}

/* A site, and behind it nothing or a path. */
static bool
begins_with_site(const char *s)
{
	size_t n = site_length(s);

	return names_site(s, n) && (s[n] == '\0' || strchr("/?#:", s[n]));
}

/* «name@site». */
static bool
is_mailbox(const char *s)
{
	const char *at = strchr(s, '@'), *end = s + strcspn(s, "?,");

	if (!at || at == s || at > end || strcspn(s, " \t;<>\"()") < (size_t)(end - s))
		return false;
	size_t n = site_length(at + 1);
	return at + 1 + n == end && names_site(at + 1, n);
}

/* ---- judging ---------------------------------------------------------- */

/* What stands behind «https://». */
static struct verdict
judge_site(const char *behind)
{
	size_t n = strcspn(behind, "/?#");
	g_autofree char *whole = g_strndup(behind, n);
	const char *user = strrchr(whole, '@'), *site = user ? user + 1 : whole;
	struct verdict twice = wrong(N_("it begins twice"), NULL);

	if (g_ascii_strcasecmp(site, "http:") == 0 || g_ascii_strcasecmp(site, "https:") == 0) {
		const char *rest = behind + n;
		while (*rest == '/')
			rest++;
		twice.instead = g_strdup_printf("%s//%s", site, rest);
		return twice;
	}
	if (strchr(whole, ' '))
		return wrong(N_("a space stands in the name of its site"), N_("take it out"));
	size_t named = *site == '[' ? strcspn(site, "]") : site_length(site);
	if (named == 0 || *site == '.' || strstr(site, ".."))
		return wrong(N_("it names no site"), whole_help);
	return (struct verdict) { 0 };
}

/* «http//x», «htps:/x»: what the scheme was to be, and the rest behind it. */
static char *
mended_scheme(const char *s)
{
	static const char *const words[] = { "http", "https" };
	size_t n = strspn(s, "htpsHTPS"), marks = strspn(s + n, ":;/\\ ");

	if (n < 3 || n > 6 || marks == 0 || !begins_with_site(s + n + marks))
		return NULL;
	g_autofree char *word = g_ascii_strdown(s, (gssize)n);
	const char *near = nearest_word(word, words, G_N_ELEMENTS(words));
	return near ? g_strdup_printf("%s://%s", near, s + n + marks) : NULL;
}

static bool
is_dangerous(const char *s)
{
	static const char *const schemes[] = { "javascript:", "vbscript:", "data:", "file:", "blob:" };

	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++)
		if (has_prefix(s, schemes[i]))
			return true;
	return false;
}

/* It begins as none does that can be followed. */
static struct verdict
judge_scheme(const char *s)
{
	struct verdict v = wrong(N_("it does not begin with https://, http://, mailto: or tel:"), whole_help);

	if (is_dangerous(s))
		return wrong(N_("such an address can run a program or open a file"),
			N_("write the address of a page, or take it out"));
	v.instead = mended_scheme(s);
	if (!v.instead && (begins_with_site(s) || is_mailbox(s)))
		v.instead = g_strconcat(is_mailbox(s) ? "mailto:" : "https://", s, NULL);
	return v;
}

static size_t
count_digits(const char *s)
{
	size_t n = 0;

	for (; *s; s = text_next(s))
		n += g_unichar_isdigit(g_utf8_get_char(s));
	return n;
}

static struct verdict
judge_address(const char *s)
{
	static const char *const sites[] = { "https://", "http://" };
	const struct verdict right = { 0 };

	if (!*s || strcmp(s, "#") == 0)
		return wrong(N_("it is empty"), whole_help);
	if (has_unseen(s))
		return wrong(N_("a character that is not seen stands in it"),
			N_("write it anew by hand: it came along when it was copied"));
	for (size_t i = 0; i < G_N_ELEMENTS(sites); i++)
		if (has_prefix(s, sites[i]))
			return judge_site(s + strlen(sites[i]));
	if (has_prefix(s, "mailto:"))
		return is_mailbox(s + strlen("mailto:")) ? right
		    : wrong(N_("an address for letters is name@site"), N_("write it as mailto:press@example.org"));
	if (has_prefix(s, "tel:"))
		return count_digits(s) >= 3 ? right
		    : wrong(N_("it is no number to call"), N_("write it as tel:+20227960000"));
	return *s == '#' ? right : judge_scheme(s);
}

/* ---- saying it -------------------------------------------------------- */

static void
help_with(struct reader *r, struct verdict *v)
{
	if (v->instead)
		diag_help(r->dg, "did you mean '%s'?", v->instead);
	else
		diag_help(r->dg, "%s", diag_word(v->help));
	g_free(v->instead);
}

void
address_check_link(struct reader *r, const char *url, struct place at)
{
	struct verdict v = judge_address(url);

	if (!v.why)
		return;
	diag_add(r->dg, DIAG_WARNING, r->format->address, at, "the link to '%s' leads nowhere: %s", url,
	    diag_word(v.why));
	help_with(r, &v);
}

static void
complain(struct reader *r, const struct yaml *n, const char *name, struct verdict v)
{
	diag_add(r->dg, DIAG_WARNING, r->format->address, n->at, "%s is '%s': %s", name, n->value,
	    diag_word(v.why));
	help_with(r, &v);
}

/* ---- keys ------------------------------------------------------------- */

/* A text that is there, and read. */
static bool
reads_text(struct reader *r, const struct yaml *n, struct text *t, const char *name)
{
	value_text(r, n, t, name);
	return t->s != NULL && n->kind == YAML_SCALAR;
}

void
value_url(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	struct text *t = at;

	if (!reads_text(r, n, t, name))
		return;
	struct verdict v = judge_address(t->s);
	if (v.why)
		complain(r, n, name, v);
}

/* As it is printed, «www.example.org» says enough. */
void
value_site(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	struct text *t = at;

	if (!reads_text(r, n, t, name) || begins_with_site(t->s))
		return;
	struct verdict v = judge_address(t->s);
	if (v.why)
		complain(r, n, name, v);
}

/* One, or several with a comma, a stroke or a blank between them. */
void
value_email(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	struct text *t = at;

	if (!reads_text(r, n, t, name))
		return;
	g_auto(GStrv) parts = g_strsplit_set(t->s, " ,;/|", -1);
	for (char **p = parts; *p; p++)
		if (strchr(*p, '@') && is_mailbox(*p))
			return;
	complain(r, n, name, wrong(N_("an address for letters is name@site"),
	    N_("write it as press@example.org")));
}

/* «O», «o», «I», «l», «ه» and «ا» look like digits. */
static bool
looks_like_digit(gunichar c)
{
	return c == 'O' || c == 'o' || c == 'I' || c == 'l' || c == 0x647 || c == 0x627;
}

static bool
may_precede_number(gunichar c)
{
	return c == ' ' || c == '+' || c == '-' || c == '(' || g_unichar_isdigit(c);
}

static bool
has_letter_for_digit(const char *s)
{
	for (gunichar last = ' '; *s; last = g_utf8_get_char(s), s = text_next(s))
		if (looks_like_digit(g_utf8_get_char(s)) && may_precede_number(last) &&
		    g_unichar_isdigit(g_utf8_get_char(text_next(s))))
			return true;
	return false;
}

void
value_phone(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	struct text *t = at;

	if (!reads_text(r, n, t, name))
		return;
	if (count_digits(t->s) == 0)
		complain(r, n, name, wrong(N_("there is no digit in it"),
		    N_("write the number as it is called")));
	else if (has_letter_for_digit(t->s))
		complain(r, n, name, wrong(N_("a letter stands in the place of a digit"),
		    N_("write 0 for O, 1 for l and I, ٥ for ه, ١ for ا")));
}

/* ---- contacts --------------------------------------------------------- */

void
address_check_contact(struct reader *r, const struct contact *c)
{
	const struct text *name = c->name.s ? &c->name : c->organisation.s ? &c->organisation : &c->role;

	/* A name may hold the number. */
	if (!name->s || c->phone.s || c->email.s || c->url.s || count_digits(name->s) > 0 || strchr(name->s, '@'))
		return;
	diag_add(r->dg, DIAG_WARNING, r->format->address, name->at,
	    "there is no way to reach '%s'", name->s);
	diag_help(r->dg, "write phone:, email: or url: beside the name");
}
