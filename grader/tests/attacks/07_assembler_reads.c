/*
 * verdict: COMPILE
 * never: root:
 *
 * The same by the assembler.
 */
__asm__(".include \"/etc/passwd\"");
int main(void)
{
}
