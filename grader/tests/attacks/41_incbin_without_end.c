/*
 * verdict: COMPILE
 *
 * The assembler reads a device that has no end.
 */
__asm__(".section .rodata\nstolen: .incbin \"/dev/zero\"\n");
extern const char stolen[];
int main(void)
{
	return stolen[0];
}
