/*
 * verdict: COMPILE
 * says: more to say
 *
 * A flood of warnings, each from a macro.
 */
#define A(x)                                                                             \
	int f##x(int a)                                                                  \
	{                                                                                \
		char *p = a;                                                             \
	}
#define W4                                                                               \
	_Pragma("GCC warning \"warned at length, so that the log becomes as long as it " \
		"can\"")
#define W3 W4 W4 W4 W4 W4 W4 W4 W4 W4 W4 W4 W4 W4 W4 W4 W4
#define W2 W3 W3 W3 W3 W3 W3 W3 W3 W3 W3 W3 W3 W3 W3 W3 W3
#define W1 W2 W2 W2 W2 W2 W2 W2 W2 W2 W2 W2 W2 W2 W2 W2 W2
W1 int main(void)
{
}
