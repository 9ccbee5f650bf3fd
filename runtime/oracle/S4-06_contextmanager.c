/* A synchronous manager made from a generator. */
#include <async.h>
#include <ctype.h>
#include <stdio.h>

contextmanager (const char *, shouting, (const char *, name))
{
	char upper[40];
	size_t length = 0;

	printf("Entering context: %s\n", name);
	for (; name[length]; length++)
		upper[length] = (char)toupper((unsigned char)name[length]);
	upper[length] = '\0';
	try {
		yield (upper);
	} finally {
		printf("Exiting context: %s\n", name);
	} end_try
}

int main(void)
{
	with (value, shouting("example")) {
		printf("Inside with block, value: %s\n", value);
	} end_with
}
