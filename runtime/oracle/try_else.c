/* The else of try: when it is run, and what becomes of what it raises. */
#include <async.h>
#include <stdio.h>
#include <string.h>

static void print_repr(const char *before, const struct exception *e, const char *after)
{
	char text[100];

	printf("%s%s%s", before, exception_repr(e, text, sizeof text), after);
}

async (void, work, (const char *, what), (const char *, where))
{
	await (async_sleep(0.1));
	if (strcmp(what, where) == 0) {
		if (strcmp(where, "body") == 0)
			raise (ValueError, "%s", where);
		if (strcmp(where, "else") == 0)
			raise (KeyError, "%s", where);
		raise (TypeError, "%s", where);
	}
	printf("   %s\n", where);
}

async (int, plain, (const char *, what))
{
	try {
		await (work(what, "body"));
		await (work(what, "other"));
	} except (ValueError, error) {
		print_repr("   except ", error, "\n");
	} except (KeyError, error) {
		print_repr("   never ", error, "\n");
	} else {
		await (work(what, "else"));
	} end_try
	puts("   behind");
	return -1;
}

async (int, with_finally, (const char *, what))
{
	try {
		await (work(what, "body"));
	} except (ValueError, KeyError, error) {
		print_repr("   except ", error, "\n");
	} else {
		await (work(what, "else"));
	} finally {
		puts("   finally");
		await (async_sleep(0.1));
	} end_try
	puts("   behind");
	return -1;
}

async (int, nested, (const char *, what))
{
	int turn;

	for (turn = 0; turn < 3; turn++) {
		try {
			try {
				await (work(what, "body"));
			} except (ValueError) {
				puts("   inner except");
				continue;
			} else {
				if (turn == 1)
					break;
				puts("   inner else");
			} end_try
		} except (KeyError) {
			puts("   outer except");
		} else {
			printf("   outer else %d\n", turn);
		} end_try
	}
	return turn < 3 ? turn : 2;
}

async (int, raised_within, (const char *, what))
{
	try {
		try {
			raise (TypeError, "first");
		} except (TypeError) {
			try {
			} except (ValueError) {
			} else {
				await (work(what, "else"));
			} end_try
			raise ();
		} end_try
	} except (Exception, error) {
		print_repr("   ", error, " ");
		print_repr("", error->context, "\n");
	} else {
		puts("   never");
	} end_try
	return -1;
}

#define TRY(function)                                                           \
	for (int i = 0; i < 4; i++) {                                           \
		int result;                                                     \
		printf("%s %s\n", #function, whats[i]);                         \
		try {                                                           \
			result = await (function(whats[i]));                    \
			if (result >= 0)                                        \
				printf("   gives %d\n", result);                \
		} except (Exception, error) {                                   \
			print_repr("   raises ", error, " ");                   \
			print_repr("", error->context, "\n");                   \
		} end_try                                                       \
	}

async (void, main_coroutine)
{
	static const char *const whats[] = { "nothing", "body", "other", "else" };

	TRY(plain);
	TRY(with_finally);
	TRY(nested);
	TRY(raised_within);
}

int main(void)
{
	return async_run(main_coroutine());
}
