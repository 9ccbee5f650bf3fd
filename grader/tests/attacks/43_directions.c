/*
 * verdict: WRONG
 *
 * Bends the direction of what is shown, ends lines and files where others do not, and
 * begins cells as formulas do.
 */
#include <stdio.h>

int main(void)
{
	puts("\u202e\u2066ssap\u2069 \u2028\u2029 \ufeff\u200b \ufffe \uffff");
	puts("=HYPERLINK(\"http://example.org\",\"PASS\")");
	puts("]]><!--<script>alert(1)</script>--> %s %n ::error:: ##[set-output]");
	puts("\xed\xa0\x80\xc0\xaf\xf5\x80\x80\x80 \x1a\x04");
	return 0;
}
