#include "class/structure.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_code.h"
#include "text/code_token.h"
#include "text/memory.h"

/* Tokens in a run, and runs in a window: whoever shares RUN + WINDOW - 1 tokens in a
 * row shares a piece. */
enum { RUN = 8, WINDOW = 5 };

/* So many times a name of the source's own is replaced, and no deeper: whoever reads a
 * source that was made for it must come to an end. */
enum { MOST_MACROS = 200, MOST_REPLACED = 10000, LONGEST_BODY = 200, DEEPEST = 3 };

/* «#define NAME BODY»: a word in the place of others. */
struct macro {
	const char *name; /* in the source */
	size_t length;
	char *body;
};

struct tokens {
	uint64_t *hashes;
	size_t count;
	struct macro *macros;
	size_t macro_count, replaced;
};

/* FNV-1a, as of a short text. */
static uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
	return hash;
}

static const uint64_t hash_start = UINT64_C(0xcbf29ce484222325);

static void add_token(struct tokens *tokens, const char *text, size_t length)
{
	tokens->hashes =
		memory_resize(tokens->hashes, tokens->count + 1, sizeof(*tokens->hashes));
	tokens->hashes[tokens->count++] = hash_bytes(hash_start, text, length);
}

static bool is_name(const char *at, enum code_token kind)
{
	return kind == CODE_TYPE ||
	       (kind == CODE_PLAIN && (isalpha((unsigned char)*at) || *at == '_'));
}

static void add_signs(struct tokens *tokens, const char *at, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!isspace((unsigned char)at[i]))
			add_token(tokens, at + i, 1);
}

/* ---- macros --------------------------------------------------------------------- */

/* Behind «#define» and the blanks around it; NULL: the line is another one. */
static const char *behind_define(const char *line)
{
	static const char word[] = "define";

	line += strspn(line, " \t");
	if (*line++ != '#')
		return NULL;
	line += strspn(line, " \t");
	if (strncmp(line, word, strlen(word)) != 0)
		return NULL;
	line += strlen(word);
	return line + strspn(line, " \t");
}

static bool is_word(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_' || (byte & 0x80);
}

/* One with arguments is code of its own, and left as it is. */
static void find_macros(struct tokens *tokens, const char *code)
{
	for (const char *line = code; *line;
	     line += strcspn(line, "\n"), line += *line == '\n') {
		const char *name = behind_define(line), *body;
		size_t length = 0, rest;

		while (name && is_word(name[length]))
			length++;
		if (!length || name[length] == '(' || tokens->macro_count == MOST_MACROS)
			continue;
		body = name + length;
		rest = strcspn(body, "\n");
		if (rest > LONGEST_BODY)
			continue;
		tokens->macros = memory_resize(tokens->macros, tokens->macro_count + 1,
					       sizeof(*tokens->macros));
		tokens->macros[tokens->macro_count++] = (struct macro){
			name,
			length,
			memory_copy_bytes(body, rest),
		};
	}
}

/* What stands for the name, or NULL. */
static const char *body_of(const struct tokens *tokens, const char *name, size_t length)
{
	for (size_t i = 0; i < tokens->macro_count; i++)
		if (tokens->macros[i].length == length &&
		    strncmp(tokens->macros[i].name, name, length) == 0)
			return tokens->macros[i].body;
	return NULL;
}

static void tokens_free(struct tokens *tokens)
{
	for (size_t i = 0; i < tokens->macro_count; i++)
		free(tokens->macros[i].body);
	free(tokens->macros);
	free(tokens->hashes);
}

/* ---- tokens --------------------------------------------------------------------- */

static void add_code(struct tokens *tokens, const char *code, int depth);

static void add_name(struct tokens *tokens, const char *name, size_t length, int depth)
{
	const char *body = depth < DEEPEST && tokens->replaced < MOST_REPLACED
				   ? body_of(tokens, name, length)
				   : NULL;

	if (!body) {
		add_token(tokens, "a", 1);
		return;
	}
	tokens->replaced++;
	add_code(tokens, body, depth + 1);
}

/* What a name or a type is called, and what a number or a text says, does not matter; a
 * directive is no code. */
static void add_code(struct tokens *tokens, const char *code, int depth)
{
	while (*code) {
		size_t length;
		enum code_token kind = code_token_at(LANGUAGE_C, code, &length);

		if (kind == CODE_DIRECTIVE)
			length = strcspn(code, "\n");
		else if (kind == CODE_STRING || kind == CODE_NUMBER)
			add_token(tokens, kind == CODE_STRING ? "\"" : "0", 1);
		else if (is_name(code, kind))
			add_name(tokens, code, length, depth);
		else if (kind == CODE_PLAIN)
			add_signs(tokens, code, length);
		else if (kind != CODE_COMMENT)
			add_token(tokens, code, length);
		code += length;
	}
}

static void add_piece(struct structure *structure, uint64_t piece)
{
	structure->pieces = memory_resize(structure->pieces, structure->count + 1,
					  sizeof(*structure->pieces));
	structure->pieces[structure->count++] = piece;
}

static uint64_t hash_run(const struct tokens *tokens, size_t first)
{
	return hash_bytes(hash_start, (const char *)(tokens->hashes + first),
			  RUN * sizeof(*tokens->hashes));
}

/* The smallest hash of each window, the last one if there are several. */
static void winnow(struct structure *structure, const uint64_t *runs, size_t count)
{
	size_t kept = count;

	for (size_t first = 0; first < count; first++) {
		size_t end = first + WINDOW < count ? first + WINDOW : count;
		size_t least = first;

		for (size_t i = first; i < end; i++)
			if (runs[i] <= runs[least])
				least = i;
		if (least != kept)
			add_piece(structure, runs[least]);
		kept = least;
		if (end == count)
			return;
	}
}

void structure_add(struct structure *structure, const char *source, bool all)
{
	char *code = source_code_only(source);
	struct tokens tokens = { 0 };
	size_t count;
	uint64_t *runs;

	find_macros(&tokens, code);
	add_code(&tokens, code, 0);
	count = tokens.count >= RUN ? tokens.count - RUN + 1 : 0;
	runs = memory_new(count + 1, sizeof(*runs));
	for (size_t i = 0; i < count; i++)
		runs[i] = hash_run(&tokens, i);
	if (all)
		for (size_t i = 0; i < count; i++)
			add_piece(structure, runs[i]);
	else
		winnow(structure, runs, count);
	free(runs);
	tokens_free(&tokens);
	free(code);
}

/* A space counts where it stands between two words, and as one. */
static uint64_t hash_line(const char *line, size_t length, bool *has_word)
{
	uint64_t hash = hash_start;
	char before = '\0';
	bool space = false;

	*has_word = false;
	for (size_t i = 0; i < length; i++) {
		if (isspace((unsigned char)line[i])) {
			space = true;
			continue;
		}
		if (space && is_word(before) && is_word(line[i]))
			hash = hash_bytes(hash, " ", 1);
		hash = hash_bytes(hash, &line[i], 1);
		*has_word = *has_word || is_word(line[i]);
		before = line[i];
		space = false;
	}
	return hash;
}

void structure_add_lines(struct structure *structure, const char *source)
{
	while (*source) {
		size_t length = strcspn(source, "\r\n");
		bool has_word;
		uint64_t hash = hash_line(source, length, &has_word);

		if (has_word)
			add_piece(structure, hash);
		source += length;
		source += strspn(source, "\r\n");
	}
}

static int compare(const void *this, const void *that)
{
	const uint64_t *a = this, *b = that;

	return (*a > *b) - (*a < *b);
}

void structure_finish(struct structure *structure)
{
	size_t kept = 0;

	if (!structure->count)
		return;
	qsort(structure->pieces, structure->count, sizeof(*structure->pieces), compare);
	for (size_t i = 0; i < structure->count; i++)
		if (!kept || structure->pieces[i] != structure->pieces[kept - 1])
			structure->pieces[kept++] = structure->pieces[i];
	structure->count = kept;
}

static bool has_piece(const struct structure *structure, uint64_t piece)
{
	return structure->count && bsearch(&piece, structure->pieces, structure->count,
					   sizeof(*structure->pieces), compare);
}

void structure_take_off(struct structure *structure, const struct structure *other)
{
	size_t kept = 0;

	for (size_t i = 0; i < structure->count; i++)
		if (!has_piece(other, structure->pieces[i]))
			structure->pieces[kept++] = structure->pieces[i];
	structure->count = kept;
}

size_t structure_shared(const struct structure *one, const struct structure *other)
{
	size_t shared = 0, i = 0, j = 0;

	while (i < one->count && j < other->count) {
		shared += one->pieces[i] == other->pieces[j];
		if (one->pieces[i] <= other->pieces[j]) {
			j += one->pieces[i] == other->pieces[j];
			i++;
		} else {
			j++;
		}
	}
	return shared;
}

void structure_free(struct structure *structure)
{
	free(structure->pieces);
	*structure = (struct structure){ 0 };
}
