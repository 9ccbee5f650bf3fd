/*
 * verdict: FORBIDDEN or TIME
 * only: x86_64
 *
 * Prints and waits while it is being linked, before any library is set up, and past it.
 */
static long call(long number, long one, long two, long three)
{
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(one), "S"(two), "d"(three)
			 : "rcx", "r11", "memory");
	return result;
}

static void pause_for_half_a_second(void)
{
	long half[2] = { 0, 500000000 };

	call(35, (long)half, 0, 0);
}

static void nothing(void)
{
}

static void *resolve(void)
{
	call(1, 1, (long)"one\n", 4);
	pause_for_half_a_second();
	call(1, 1, (long)"two\n", 4);
	pause_for_half_a_second();
	call(1, 1, (long)"three\ndone\n", 11);
	call(231, 0, 0, 0);
	return nothing;
}

void function(void) __attribute__((ifunc("resolve")));

int main(void)
{
	function();
	return 0;
}
