/*
 * verdict: COMPILE
 *
 * An assembler that is busy for hours.
 */
__asm__(".rept 2000000000\n.rept 2000000000\nnop\n.endr\n.endr\n");
int main(void)
{
}
