/*
 * verdict: CRASH
 *
 * An executable whose loader is a file of its own making. It cannot be started, which
 * is nobody else's fault.
 */
const char interpreter[] __attribute__((section(".interp"))) = "/tmp/evil";
int main(void)
{
	return 0;
}
