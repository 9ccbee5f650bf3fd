/*
 * verdict: CRASH or MEMORY
 *
 * An executable that asks for more memory than there is before it runs.
 */
static char room[1L << 45];
int main(void)
{
	return room[(1L << 45) - 1];
}
