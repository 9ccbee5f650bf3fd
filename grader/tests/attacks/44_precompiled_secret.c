/*
 * verdict: COMPILE
 * never: root:
 *
 * Asks for a file of the machine's as if the compiler had made it, and how old it is.
 */
#pragma GCC pch_preprocess "/etc/shadow"
#pragma GCC dependency "/etc/shadow"
#pragma GCC dependency "@COURSE@/solutions/three_steps/three_steps.c"
#include_next "/etc/passwd"
int main(void)
{
	return 0;
}
