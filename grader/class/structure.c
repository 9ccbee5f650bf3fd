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

struct tokens {
	uint64_t *hashes;
	size_t count;
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

/* What a name or a type is called, and what a number or a text says, does not matter; a
 * directive is no code. */
static void add_code(struct tokens *tokens, const char *code)
{
	while (*code) {
		size_t length;
		enum code_token kind = code_token_at(LANGUAGE_C, code, &length);

		if (kind == CODE_DIRECTIVE)
			length = strcspn(code, "\n");
		else if (kind == CODE_STRING || kind == CODE_NUMBER)
			add_token(tokens, kind == CODE_STRING ? "\"" : "0", 1);
		else if (is_name(code, kind))
			add_token(tokens, "a", 1);
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

	add_code(&tokens, code);
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
	free(tokens.hashes);
	free(code);
}

static bool is_word(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_' || (byte & 0x80);
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
