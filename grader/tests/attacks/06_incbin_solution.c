/*
 * verdict: COMPILE
 * never: async_sleep(0.5)
 *
 * The solution, read by the assembler.
 */
__asm__(".section .rodata\nstolen: .incbin "
	"\"@COURSE@/solutions/three_steps/three_steps.c\"\n");
extern const char stolen[];
int main(void)
{
	return stolen[0];
}
