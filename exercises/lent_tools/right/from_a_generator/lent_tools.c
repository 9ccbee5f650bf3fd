/* Lent tools: the manager is a generator, and both tools lie on one stack. */
#include <async.h>

#include <stdio.h>

static bool hammer_is_out, saw_is_out;

contextmanager(const char *, taken, (const char *, name), (bool *, is_out))
{
	if (*is_out)
		raise (RuntimeError, "the %s is out", name);
	*is_out = true;
	printf("lent: %s\n", name);
	try {
		yield (name);
	} finally {
		*is_out = false;
		printf("back: %s\n", name);
	} end_try
}

static void repair(const char *thing, int size)
{
	with (one, taken("hammer", &hammer_is_out)) {
		with (other, taken("saw", &saw_is_out)) {
			if (size < 1)
				raise (ValueError, "there is no %s", thing);
			if (size <= 100)
				printf("%s: mended with %s and %s\n", thing, one, other);
			else
				printf("%s: too big\n", thing);
		} end_with
	} end_with
}

int main(void)
{
	static const char *const things[] = { "chair", "piano", "ghost", "table" };
	static const int sizes[] = { 50, 400, 0, 80 };

	for (int i = 0; i < 4; i++) {
		try {
			repair(things[i], sizes[i]);
		} except (ValueError, e) {
			printf("no: %s\n", e->message);
		} end_try
	}
	return 0;
}
