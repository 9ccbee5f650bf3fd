/*
 * verdict: COMPILE
 *
 * A macro of the assembler's that calls itself, twice.
 */
__asm__(".altmacro\n"
	".macro grow text\n"
	".ascii \"\\text\"\n"
	"grow <\\text\\text>\n"
	"grow <\\text\\text>\n"
	".endm\n"
	"grow <xxxxxxxxxxxxxxxx>\n");

int main(void)
{
	return 0;
}
