/*
 * verdict: COMPILE
 * never: root:
 *
 * A linker that is told what to read, by the source.
 */
__asm__(".section .drectve\n.ascii \"/etc/passwd\"\n");
#pragma comment(lib, "/etc/shadow")
extern int not_there(void);
int main(void)
{
	return not_there();
}
