/*
 * verdict: COMPILE
 * never: root:
 *
 * Asks the compiler for a header that was compiled before, for a file's date, and the
 * assembler for what it reads itself.
 */
#pragma GCC dependency "/etc/passwd" here it is
#pragma GCC pch_preprocess "/etc/passwd"
#if __has_include("/etc/shadow")
#error root: there is a shadow
#endif
__asm__(".macro again\nagain\n.endm\nagain\n");
__asm__(".include \"/dev/stdin\"");
int main(void)
{
	return 0;
}
