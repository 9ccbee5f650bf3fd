/*
 * verdict: COMPILE
 * never: root:
 *
 * An error that claims to stand in a file of the system's, which the grader might quote.
 */
#line 1 "/etc/passwd"
int main(void)
{
	return undeclared;
}
