#include "course/parameter.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/text.h"

enum { MOST_DECIMALS = 6, MOST_DIGITS = 12, MOST_DRAWS = 64 };

/* ---- reading ------------------------------------------------------------- */

/* A number as it is written: its digits, and how many are behind the point. */
struct written {
	int64_t digits;
	unsigned decimals;
};

/* Takes a number without a sign from the text. */
static bool take_number(const char **text, struct written *number)
{
	const char *at = *text;
	bool point = false;

	*number = (struct written){ 0 };
	for (; (*at >= '0' && *at <= '9') || (*at == '.' && !point); at++) {
		if (*at == '.') {
			point = true;
			continue;
		}
		number->digits = number->digits * 10 + (*at - '0');
		number->decimals += point;
		if (at - *text >= MOST_DIGITS || number->decimals > MOST_DECIMALS)
			return false;
	}
	if (at == *text || at[-1] == '.' || **text == '.')
		return false;
	*text = at;
	return true;
}

static bool take_word(const char **text, const char *word)
{
	if (strncmp(*text, word, strlen(word)) != 0)
		return false;
	*text += strlen(word);
	return true;
}

static int64_t in_units(const struct written *number, unsigned decimals)
{
	int64_t units = number->digits;

	for (unsigned i = number->decimals; i < decimals; i++)
		units *= 10;
	return units;
}

static bool is_value(const struct parameter *parameter, int64_t value)
{
	return value >= parameter->from && value <= parameter->to &&
	       (value - parameter->from) % parameter->by == 0;
}

static bool check_range(const struct parameter *parameter, char **error)
{
	if (parameter->by == 0)
		return text_error(error, "its values are 0 apart");
	if (parameter->from >= parameter->to)
		return text_error(error, "its first value is not below its last");
	if (!is_value(parameter, parameter->to))
		return text_error(error, "its last value is not reached by these steps");
	if (!is_value(parameter, parameter->documented))
		return text_error(error,
				  "its documented value is not among those that it may "
				  "take");
	return true;
}

bool parameter_read(struct parameter *parameter, const char *text, char **error)
{
	struct written numbers[4] = { [3] = { .digits = 1 } };
	static const char *const words[] = { "", ", from ", " to ", " by " };
	size_t count = 0;

	while (count < 4 && take_word(&text, words[count])) {
		if (!take_number(&text, &numbers[count]))
			return text_error(error,
					  "«%s» does not begin with a number of at most "
					  "%d digits, %d of them behind a point",
					  text, MOST_DIGITS, MOST_DECIMALS);
		count++;
	}
	if (count < 3 || *text)
		return text_error(error,
				  "say its value and its range, such as «5, from 2 to 9» "
				  "or «0.5, from 0.1 to 1.0 by 0.1»");
	parameter->decimals = 0;
	for (size_t i = 0; i < 4; i++)
		if (numbers[i].decimals > parameter->decimals)
			parameter->decimals = numbers[i].decimals;
	parameter->documented = in_units(&numbers[0], parameter->decimals);
	parameter->from = in_units(&numbers[1], parameter->decimals);
	parameter->to = in_units(&numbers[2], parameter->decimals);
	parameter->by = in_units(&numbers[3], parameter->decimals);
	return check_range(parameter, error);
}

/* ---- saying -------------------------------------------------------------- */

char *parameter_value(const struct parameter *parameter, int64_t value)
{
	int64_t unit = 1;

	for (unsigned i = 0; i < parameter->decimals; i++)
		unit *= 10;
	if (unit == 1)
		return text_format("%" PRId64, value);
	return text_format("%" PRId64 ".%0*" PRId64, value / unit,
			   (int)parameter->decimals, value % unit);
}

char *parameter_sentence(const struct parameter *parameters, size_t count,
			 const struct parameter_case *values)
{
	struct text sentence = { 0 };

	for (size_t i = 0; i < count; i++) {
		char *value = parameter_value(&parameters[i], values->values[i]);

		text_add(&sentence, i == 0 ? "" : i + 1 == count ? " and " : ", ");
		text_add_format(&sentence, "%s %s", parameters[i].name, value);
		free(value);
	}
	return text_take(&sentence);
}

/* ---- drawing ------------------------------------------------------------- */

void parameter_documented(const struct parameter *parameters, size_t count,
			  struct parameter_case *documented)
{
	*documented = (struct parameter_case){ 0 };
	for (size_t i = 0; i < count; i++)
		documented->values[i] = parameters[i].documented;
}

/* The next number of SplitMix64. */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void draw_values(const struct parameter *parameters, size_t count, uint64_t *state,
			int64_t *values)
{
	for (size_t i = 0; i < count; i++) {
		const struct parameter *parameter = &parameters[i];
		uint64_t choices =
			(uint64_t)((parameter->to - parameter->from) / parameter->by) + 1;

		values[i] = parameter->from +
			    parameter->by * (int64_t)(next_random(state) % choices);
	}
}

static bool same_values(const int64_t *one, const int64_t *other, size_t count)
{
	return memcmp(one, other, count * sizeof(*one)) == 0;
}

/* Is it the documented case, or one that was drawn before? */
static bool is_known(const struct parameter *parameters, size_t count,
		     const struct parameter_case *cases, size_t drawn)
{
	struct parameter_case documented;

	parameter_documented(parameters, count, &documented);
	if (same_values(cases[drawn].values, documented.values, count))
		return true;
	for (size_t i = 0; i < drawn; i++)
		if (same_values(cases[drawn].values, cases[i].values, count))
			return true;
	return false;
}

void parameter_draw(const struct parameter *parameters, size_t count, uint64_t seed,
		    struct parameter_case *cases, size_t case_count)
{
	uint64_t state = seed;

	for (size_t i = 0; i < case_count; i++) {
		cases[i] = (struct parameter_case){ .number = i + 1 };
		for (int draws = 0; draws < MOST_DRAWS; draws++) {
			draw_values(parameters, count, &state, cases[i].values);
			if (!is_known(parameters, count, cases, i))
				break;
		}
	}
}
