/*
 * verdict: COMPILE
 *
 * A file that waits for somebody to type.
 */
#include "/dev/stdin"
int main(void)
{
}
