/* url_resolve.c - where a reference leads: "../b?c" on a page whose URL is known. */
#include "http/parse/take.h"
#include "http/parse/url.h"
#include "http/parse/writer.h"

/* Section 5.2.4, in place: "/." goes, and "/.." with the segment before it. At the end of a path either
 * leaves its slash. Returns the new length. */
static size_t remove_dots(char *path, size_t len)
{
	struct slice rest = {path, len};
	size_t kept = 0;

	while (rest.len > 0) {
		const char *from = rest.at;
		bool slash = take_any(&rest, "/");
		struct slice segment = take_to(&rest, '/');
		bool up = slice_equal(segment, SLICE(".."));

		while (up && kept > 0 && path[--kept] != '/')
			;
		if (!up && !slice_equal(segment, SLICE("."))) {
			memmove(path + kept, from, slash + segment.len);
			kept += slash + segment.len;
		} else if (!slash) {
			take_any(&rest, "/");
		} else if (rest.len == 0) {
			path[kept++] = '/';
		}
	}
	return kept;
}

/* Section 5.2.3: a relative path replaces what stands behind the last slash. */
static void add_merged(struct writer *out, const struct url_parts *base, const struct url_parts *to)
{
	size_t slash = base->path.len;

	while (slash > 0 && base->path.at[slash - 1] != '/')
		slash--;
	if (base->authority.at && base->path.len == 0)
		writer_put(out, '/');
	writer_add(out, (struct slice){base->path.at, slash});
	writer_add(out, to->path);
}

static void add_part(struct writer *out, const char *before, struct slice part, const char *behind)
{
	if (!part.at)
		return;
	writer_add(out, slice_of(before));
	writer_add(out, part);
	writer_add(out, slice_of(behind));
}

/* Section 5.2.2: from its first part on the reference counts, and what stands before that is the base's. */
size_t url_resolve(char *dst, struct slice base, struct slice reference)
{
	struct writer out = {dst, base.len + reference.len + URL_RESOLVE_MORE, 0};
	struct url_parts b = url_split(base), r = url_split(reference);
	bool other = r.scheme.at || r.authority.at, stays = !other && r.path.len == 0;
	size_t path;

	add_part(&out, "", r.scheme.at ? r.scheme : b.scheme, ":");
	add_part(&out, "//", other ? r.authority : b.authority, "");
	path = out.len;
	if (stays)
		writer_add(&out, b.path);
	else if (other || r.path.at[0] == '/')
		writer_add(&out, r.path);
	else
		add_merged(&out, &b, &r);
	if (!stays)
		out.len = path + remove_dots(dst + path, out.len - path);
	add_part(&out, "?", stays && !r.query.at ? b.query : r.query, "");
	add_part(&out, "#", r.fragment, "");
	return writer_end(&out);
}
