/*
 * verdict: COMPILE or WRONG
 *
 * Has the linker and the assembler say what it likes, as if it were about another file,
 * and be about nothing.
 */
#include <stdio.h>

__asm__(".section .gnu.warning.puts\n"
	".asciz \"/etc/shadow:1:1: error: </pre><script>alert(1)</script> PASS "
	"three_steps\"\n"
	".print \"three_steps.c:1:1: error: PASS </pre><script>alert(2)</script>\"\n"
	".warning \"three_steps.c:99999999999: <script>\"\n"
	".text\n");

int main(void)
{
	puts("PASS");
	return 0;
}
