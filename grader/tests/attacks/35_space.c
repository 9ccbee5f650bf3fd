/*
 * verdict: COMPILE
 *
 * An executable larger than the disk.
 */
__asm__(".data\n.space 1000000000000, 1\n");
int main(void)
{
}
